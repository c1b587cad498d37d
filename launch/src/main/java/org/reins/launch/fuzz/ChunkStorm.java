package org.reins.launch.fuzz;

import java.util.SplittableRandom;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.chunk.ChunkKind;
import org.reins.filter.policy.ChunkShape;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Makes up chunks of a policy that means ill, or whose process and network do not work: broken
 * ones, and ones that pass every check and aim at the limits. Chunks depend only on the random
 * numbers and on the state given.
 */
final class ChunkStorm {
  /** What is wrong with a chunk. */
  enum Trick {
    /** Nothing: a smooth motion of any length. */
    NONE,
    /** One number is NaN. */
    NOT_A_NUMBER,
    /** Numbers up to 1e300. */
    HUGE,
    /** One step away from the others, within the limits. */
    JUMP,
    /** No steps, too many, or a time between steps that makes no sense. */
    SHAPE,
    /** Stamped up to 3 s ago. */
    LATE,
    /** Stamped up to 3 s ahead. */
    EARLY,
    /** The last chunk once more. */
    DUPLICATE,
    /** Older than the last one, with other steps. */
    REORDERED,
    /** As fast as the check allows, to a limit or past the table. */
    FULL_SPEED,
    /** Begins anywhere within the limits. */
    FAR_START,
    /** Each step anywhere within the limits. */
    NOISE,
    /** Stiffness from negative to 1e12. */
    STIFFNESS,
    /** Velocities as high as the check allows. */
    VELOCITY
  }

  private final RobotModel robot;
  private final int n;
  private final ActionChunk last;
  private final double[] goal;

  ChunkStorm(RobotModel robot) {
    this.robot = robot;
    n = robot.dof();
    last = new ActionChunk(n);
    goal = new double[n];
  }

  /**
   * Makes up the next chunk.
   *
   * @param from positions to start from, rad, not modified
   * @param now ns
   * @param c overwritten
   */
  void next(Trick trick, SplittableRandom random, double[] from, long now, ActionChunk c) {
    if (trick == Trick.DUPLICATE && last.steps > 0) {
      c.take(last);
      return;
    }
    c.kind = trick == Trick.VELOCITY ? ChunkKind.VELOCITY : ChunkKind.POSITION;
    c.stampNanos = now;
    c.step = random.nextDouble() < 0.2 ? random.nextDouble(0.001, 0.3) : 0.02;
    c.steps = random.nextDouble() < 0.2 ? random.nextInt(1, 257) : 50;
    double share =
        trick == Trick.FULL_SPEED || trick == Trick.VELOCITY ? 1 : random.nextDouble(0.05, 0.6);
    goal(random);
    if (c.kind == ChunkKind.VELOCITY) {
      velocities(c, share);
    } else {
      motion(c, from, share);
    }
    stiffness(c, trick == Trick.STIFFNESS, random);
    spoil(trick, random, now, c);
    last.take(c);
  }

  private double any(int i, SplittableRandom random) {
    JointLimits l = robot.joints().get(i).limits();
    return random.nextDouble(Math.max(-3, l.lower()), Math.min(3, l.upper()));
  }

  private void goal(SplittableRandom random) {
    for (int i = 0; i < n; i++) {
      goal[i] = any(i, random);
    }
  }

  /** Towards the goal as fast as a share of speed and of the checked acceleration allows. */
  private void motion(ActionChunk c, double[] from, double share) {
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double p = Math.max(l.lower(), Math.min(l.upper(), from[i]));
      double v = 0;
      double most = share * l.velocity();
      // The check allows 4 times the limit.
      double change = 3.9 * share * l.acceleration() * c.step;
      for (int k = 0; k < c.steps; k++) {
        c.target[k * n + i] = p;
        double wanted = Math.max(-most, Math.min(most, (goal[i] - p) / c.step));
        v += Math.max(-change, Math.min(change, wanted - v));
        p = Math.max(l.lower(), Math.min(l.upper(), p + v * c.step));
      }
    }
  }

  private void velocities(ActionChunk c, double share) {
    for (int i = 0; i < n; i++) {
      double most = share * robot.joints().get(i).limits().velocity();
      double v = Math.copySign(most, goal[i]);
      for (int k = 0; k < c.steps; k++) {
        c.target[k * n + i] = v;
      }
    }
  }

  private void stiffness(ActionChunk c, boolean wild, SplittableRandom random) {
    double exponent = wild ? random.nextDouble(-3, 12) : 0;
    double sign = wild && random.nextInt(4) == 0 ? -1 : 1;
    for (int k = 0; k < c.steps; k++) {
      for (int i = 0; i < n; i++) {
        double usual = 4 * robot.joints().get(i).limits().effort();
        c.stiffness[k * n + i] = wild ? sign * Math.pow(10, exponent) : usual;
      }
    }
  }

  private void spoil(Trick trick, SplittableRandom random, long now, ActionChunk c) {
    int at = random.nextInt(c.steps * n);
    switch (trick) {
      case NOT_A_NUMBER -> c.target[at] = random.nextBoolean() ? Double.NaN : 1 / 0.0;
      case HUGE -> c.target[at] = Math.pow(10, random.nextDouble(1, 300));
      case JUMP -> c.target[at] = any(at % n, random);
      case SHAPE -> shape(random, c);
      case LATE -> c.stampNanos = now - random.nextLong(3_000_000_000L);
      case EARLY -> c.stampNanos = now + random.nextLong(3_000_000_000L);
      case REORDERED -> c.stampNanos = last.stampNanos - random.nextLong(300_000_000L);
      case FAR_START, NOISE -> scatter(trick, random, c);
      default -> {
        // The motion itself is the trick.
      }
    }
  }

  private static void shape(SplittableRandom random, ActionChunk c) {
    switch (random.nextInt(4)) {
      case 0 -> c.steps = 0;
      case 1 -> c.steps = ChunkShape.MOST_STEPS + 1 + random.nextInt(1_000_000);
      case 2 -> c.step = Double.NaN;
      default -> c.step = -0.02;
    }
  }

  private void scatter(Trick trick, SplittableRandom random, ActionChunk c) {
    for (int k = 0; k < c.steps; k++) {
      for (int i = 0; i < n; i++) {
        if (trick == Trick.NOISE) {
          c.target[k * n + i] = any(i, random);
        } else {
          c.target[k * n + i] = goal[i];
        }
      }
    }
  }
}

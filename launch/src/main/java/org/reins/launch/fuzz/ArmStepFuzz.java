package org.reins.launch.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.filter.EffortMeaning;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterReason;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Steps of an arm's filter on invalid inputs: a plausible motion, with values that are huge, tiny
 * or NaN in any field, states that are stale or frozen, efforts of any meaning, and random time
 * steps, envelopes and requests. Counts events that must never occur.
 */
public final class ArmStepFuzz {
  private static final double[] WILD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_VALUE,
    1e155,
    -1e155,
    1e50,
    1e10,
    -644,
    644,
    100,
    -7,
    2 * Math.PI,
    -0.0,
    0
  };
  private static final int BLOCK = 500;
  private static final double RATE_TOLERANCE = 1e-9;

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final FilterInput in;
  private final int n;
  private final double dt;
  private final double[] q;
  private final double[] qd;
  private final double[] last;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Creates a fuzz test.
   *
   * @param barrier learned barrier in the filter, or null
   */
  public ArmStepFuzz(RobotModel robot, BarrierFile barrier) {
    this.robot = robot;
    n = robot.dof();
    dt = 1 / robot.control().rateHz();
    filter =
        new SafetyFilter(robot, List.of(HalfSpace.table(0)), barrier, FilterSettings.DEFAULT, null);
    in = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    q = new double[n];
    qd = new double[n];
    last = new double[n];
  }

  /** Runs a number of steps; the same seed gives the same inputs. */
  public StepCounts run(long steps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long exceptions = 0;
    long nonFinite = 0;
    long beyondLimit = 0;
    long beyondRate = 0;
    // The virtual machine allocates some bytes now and then when it compiles; the filter would
    // allocate in each block.
    long fewest = Long.MAX_VALUE;
    long bytes = 0;
    boolean rated = false;
    for (long k = 0; k < steps; k++) {
      if (k % BLOCK == 0) {
        fewest = k == 0 ? fewest : Math.min(fewest, bytes);
        bytes = 0;
        rated = begin(random);
      }
      fill(random);
      if (random.nextInt(400) == 0) {
        ask(random);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      FilterOutput out;
      try {
        out = filter.step(in);
      } catch (RuntimeException e) {
        exceptions++;
        continue;
      }
      bytes += threads.getCurrentThreadAllocatedBytes() - before;
      boolean finite = true;
      boolean within = true;
      boolean slow = true;
      for (int i = 0; i < n; i++) {
        JointLimits l = robot.joints().get(i).limits();
        double u = out.command[i];
        finite &= Double.isFinite(u);
        within &= Math.abs(u) <= l.effort();
        double most = l.effortRate() * dt;
        slow &= !rated || Math.abs(u - last[i]) <= most * (1 + RATE_TOLERANCE);
        last[i] = u;
      }
      nonFinite += finite ? 0 : 1;
      beyondLimit += finite && !within ? 1 : 0;
      beyondRate += finite && !slow ? 1 : 0;
      rated = true;
      move(out, random);
    }
    long all = fewest == Long.MAX_VALUE ? bytes : fewest * (steps / BLOCK);
    return new StepCounts(steps, exceptions, nonFinite, beyondLimit, beyondRate, all);
  }

  /**
   * Changes the robot state and the meaning of effort; returns whether the last command is still
   * the base.
   */
  private boolean begin(SplittableRandom random) {
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double low = Math.max(-3, l.lower());
      double high = Math.min(3, l.upper());
      q[i] = random.nextDouble(low, high);
      qd[i] = random.nextDouble(-1, 1) * l.velocity();
    }
    in.effortMeaning = EffortMeaning.values()[random.nextInt(EffortMeaning.values().length)];
    in.torqueActs = random.nextInt(4) > 0;
    in.silentWhenBlind = random.nextBoolean();
    in.envelope = EnvelopeLevels.DEFAULT.at(random.nextInt(EnvelopeLevels.DEFAULT.top() + 1));
    boolean goesOn = random.nextBoolean();
    if (!goesOn) {
      filter.forget();
    }
    System.arraycopy(q, 0, in.q, 0, n);
    System.arraycopy(qd, 0, in.qd, 0, n);
    in.stateFresh = true;
    filter.reset(in);
    return goesOn;
  }

  private void fill(SplittableRandom random) {
    System.arraycopy(q, 0, in.q, 0, n);
    System.arraycopy(qd, 0, in.qd, 0, n);
    System.arraycopy(last, 0, in.acceptedEffort, 0, n);
    in.dt = dt;
    in.stateAge = 0;
    in.alpha = Double.NaN;
    in.toolSpeed = Double.POSITIVE_INFINITY;
    in.stateFresh = random.nextInt(20) > 0;
    in.staleReason = random.nextInt(3) == 0 ? FilterReason.STATE_OLD : FilterReason.STATE_STALE;
    in.actionFresh = random.nextInt(20) > 0;
    in.paused = random.nextInt(50) == 0;
    if (random.nextInt(100) == 0) {
      for (int i = 0; i < n; i++) {
        in.target[i] = q[i] + random.nextDouble(-1, 1);
        in.stiffness[i] = random.nextDouble(0, 600);
      }
    }
    if (random.nextInt(30) == 0) {
      double v = WILD[random.nextInt(WILD.length)];
      int i = random.nextInt(n);
      switch (random.nextInt(9)) {
        case 0 -> in.q[i] = v;
        case 1 -> in.qd[i] = v;
        case 2 -> in.acceptedEffort[i] = v;
        case 3 -> in.target[i] = v;
        case 4 -> in.stiffness[i] = v;
        case 5 -> in.dt = v;
        case 6 -> in.alpha = v;
        case 7 -> in.toolSpeed = v;
        default -> in.stateAge = v;
      }
    }
    if (random.nextInt(10) == 0) {
      for (int i = 0; i < n; i++) {
        in.acceptedEffort[i] += random.nextDouble(-0.1, 0.1);
      }
    }
  }

  private void ask(SplittableRandom random) {
    switch (random.nextInt(4)) {
      case 0 -> filter.emergencyStop();
      case 1 -> filter.stop(FilterReason.LOOP_STALLED);
      default -> {
        System.arraycopy(q, 0, in.q, 0, n);
        System.arraycopy(qd, 0, in.qd, 0, n);
        in.stateFresh = true;
        filter.reset(in);
      }
    }
  }

  /** Moves as the command implies by the model, and now and then stands still or jumps. */
  private void move(FilterOutput out, SplittableRandom random) {
    if (random.nextInt(200) == 0) {
      return;
    }
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double v = qd[i] + dt * out.acceleration[i] + random.nextDouble(-2e-3, 2e-3);
      qd[i] = Math.max(-2 * l.velocity(), Math.min(2 * l.velocity(), v));
      q[i] += dt * qd[i];
    }
    if (random.nextInt(2000) == 0) {
      q[random.nextInt(n)] += random.nextDouble(-1, 1);
    }
  }
}

package org.reins.sim.legged;

import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.reins.robot.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.Policy;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * Records walks with falls: all scenarios by turns, under twists that wander over far more than the
 * policy can follow. States are those of {@link WalkState}, inputs the rates of the twist. The
 * label is what a person beside the robot would say: how far the body is from falling, the smaller
 * of its tilt's and its height's share of what is left.
 */
public final class WalkRecorder {
  /** Period of the recording, s. */
  public static final double PERIOD = Walker.DT * Walker.PER_ACTION;

  /** Largest twist drawn: along x, along y, about z; backwards 0.4 of it along x. */
  private static final double[] WIDEST = {2.5, 0.9, 2};

  private final RobotModel robot;
  private final Policy policy;
  private final WalkState state = new WalkState();
  private final double[] x = new double[WalkState.NAMES.size()];

  /** Prepares a recorder. */
  public WalkRecorder(RobotModel robot, Policy policy) {
    this.robot = robot;
    this.policy = policy;
  }

  /**
   * Records.
   *
   * @param count transitions wanted; the last episode is recorded to its end
   * @param seed of everything random
   * @param progress told the number recorded so far, after each episode
   */
  public TransitionFile record(int count, long seed, IntConsumer progress) {
    Transitions transitions = new Transitions(x.length, WalkState.INPUTS);
    SplittableRandom random = new SplittableRandom(seed);
    WalkScenario[] scenarios = {
      WalkScenario.NOMINAL,
      WalkScenario.PUSH,
      WalkScenario.SLOPE,
      WalkScenario.PAYLOAD,
      WalkScenario.LOW_FRICTION,
      WalkScenario.OVERSPEED
    };
    for (int episode = 0; transitions.count() < count; episode++) {
      WalkScenario.Episode e = scenarios[episode % scenarios.length].draw(robot, random.nextLong());
      walk(transitions, e, random, episode);
      progress.accept(transitions.count());
    }
    return new TransitionFile(transitions, PERIOD, robot.name(), WalkState.NAMES, seed);
  }

  private void walk(
      Transitions out, WalkScenario.Episode episode, SplittableRandom random, int number) {
    EmbeddedLegged sim =
        new EmbeddedLegged(episode.robot(), new PlantParameters(1e-3, 0.02, 1, 1), Terrain.FLAT);
    Walker walker = new Walker(sim, policy, null);
    episode.begin(walker, random.nextLong());
    double[] wanted = new double[3];
    int left = 0;
    float[] before = new float[x.length];
    float[] after = new float[x.length];
    float[] rate = new float[WalkState.INPUTS];
    double label = 0;
    for (int k = 0; k < WalkScenario.steps(); k++) {
      if (left-- == 0) {
        left = random.nextInt(75, 600);
        draw(random, wanted);
        walker.want(wanted[0], wanted[1], wanted[2]);
      }
      boolean decides = k % Walker.PER_ACTION == 0;
      if (decides) {
        read(walker, after);
        if (k > 0) {
          for (int i = 0; i < rate.length; i++) {
            rate[i] = (float) ((after[WalkState.TWIST + i] - before[WalkState.TWIST + i]) / PERIOD);
          }
          out.add(before, rate, after, (float) label, 0, number);
        }
        if (walker.fallen()) {
          return;
        }
        System.arraycopy(after, 0, before, 0, before.length);
        label = walker.margin();
      }
      episode.disturb(walker, k);
      walker.step();
    }
  }

  private void read(Walker walker, float[] to) {
    state.write(walker.seen().base, walker.odometry(), walker.gait(), walker.twist(), x);
    for (int i = 0; i < x.length; i++) {
      to[i] = (float) x[i];
    }
  }

  private static void draw(SplittableRandom random, double[] wanted) {
    if (random.nextInt(6) == 0) {
      java.util.Arrays.fill(wanted, 0);
      return;
    }
    double size = random.nextDouble();
    wanted[0] = size * random.nextDouble(-0.4, 1) * WIDEST[0];
    wanted[1] = size * random.nextDouble(-1, 1) * WIDEST[1];
    wanted[2] = size * random.nextDouble(-1, 1) * WIDEST[2];
  }
}

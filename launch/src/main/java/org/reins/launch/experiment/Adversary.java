package org.reins.launch.experiment;

import java.util.function.Supplier;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.WalkInterface;
import org.reins.filter.observation.Policy;
import org.reins.learning.policy.PolicySearch;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.Seeds;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.WalkScenario;
import org.reins.sim.legged.Walker;

/**
 * A force on a walking robot's body, of bounded size, by a policy that has learned to do the most
 * harm (an opponent as in H-infinity control: it has the walking policy's observation, 50 times a
 * second). The commands are those of {@link WalkScenario#NOMINAL}.
 */
public final class Adversary implements PolicySearch.Worth {
  private static final double SECONDS = 5;
  private static final double GAIN = 5;

  private final RobotModel robot;
  private final EmbeddedLegged sim;
  private final Walker walker;
  private final double bound;
  private final WalkInterface walk = new WalkInterface();
  private final float[] observation = new float[WalkInterface.OBSERVATION];
  private final float[] force = new float[2];
  private final LimitJudge limits;
  private int falls;
  private int episodes;

  /** Sizes of the opponent's network. */
  public static int[] sizes() {
    return new int[] {WalkInterface.OBSERVATION, 16, 2};
  }

  /**
   * Prepares the robot.
   *
   * @param policy of the walk
   * @param filter creates the robot's filter; null for none
   * @param bound largest force, N
   */
  public Adversary(RobotModel robot, Policy policy, Supplier<FilteredWalk> filter, double bound) {
    this.robot = robot;
    this.bound = bound;
    sim = new EmbeddedLegged(robot, PlantParameters.WALK, Terrain.FLAT);
    limits = new LimitJudge(robot);
    walker = new Walker(sim, policy, filter == null ? null : filter.get());
  }

  /** The opponent's reward: how close the body comes to falling, on average, and each fall. */
  @Override
  public double of(Policy opponent, long seed, int count) {
    falls = 0;
    limits.reset();
    episodes = count;
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += episode(opponent, Seeds.stream(seed, k).nextLong());
    }
    return sum / count;
  }

  @Override
  public double successShare() {
    return (double) falls / episodes;
  }

  /** Motor periods of the last walks with a joint or a torque beyond a limit. */
  public long violations() {
    return limits.position() + limits.speed() + limits.torque();
  }

  private double episode(Policy opponent, long seed) {
    WalkScenario.Episode episode = WalkScenario.NOMINAL.draw(robot, seed, SECONDS);
    episode.begin(walker, seed);
    double sum = 0;
    int step = 0;
    while (step < episode.steps() && !walker.body().fallen()) {
      if (step % walker.timing().perAction() == 0) {
        walk.observe(
            walker.seen().base, walker.odometry(), walker.gait(), walker.twist(), observation);
        opponent.act(observation, force);
        sum -= walker.body().margin();
      }
      // It starts with the constant force to the side; limited to a circle.
      double x = GAIN * force[0];
      double y = 1 + GAIN * force[1];
      double size = Math.max(1, Math.hypot(x, y));
      episode.pushed(walker, step++, bound * x / size, bound * y / size);
      limits.observe(sim.trueQ(), sim.trueQd(), walker.torque());
    }
    sum *= (double) walker.timing().perAction() / episode.steps();
    if (walker.body().fallen()) {
      falls++;
      // Earlier falls count more.
      sum += 2 - (double) step / episode.steps();
    }
    return sum;
  }
}

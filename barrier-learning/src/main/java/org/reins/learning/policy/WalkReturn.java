package org.reins.learning.policy;

import java.util.SplittableRandom;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkInterface;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.Policy;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.Ground;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.Walker;

/**
 * The return of a walking policy over seeded episodes in the simulator. It rewards tracking the
 * commanded twist with a steady, level body. Commands change during motion. The ground is more or
 * less slippery and slopes up or down. The robot is pushed. A fall ends the episode.
 */
public final class WalkReturn implements PolicySearch.Worth {
  private static final double EPISODE = 5;
  private static final double COMMAND_SECONDS = 1.25;

  // Lowest and highest command along x and y, m/s, and about z, rad/s.
  private static final double[][] USUAL = {{-0.4, 0.9}, {-0.3, 0.3}, {-0.8, 0.8}};

  private final EmbeddedLegged sim;
  private final Ground own;
  private final double[][] ranges;
  private final double weight;
  private final double[] wanted = new double[3];
  private final double[] twist = new double[3];
  private int stood;
  private int episodes;

  /** Sizes of a policy's input and layers. */
  public static int[] sizes(RobotModel robot) {
    int feet = robot.base().feet().size();
    return new int[] {WalkInterface.OBSERVATION, 24, TrotGait.PER_FOOT * feet};
  }

  /** Prepares the task of the demo: the Go1's commands, on dry and slippery ground. */
  public WalkReturn(RobotModel robot) {
    this(robot, PlantParameters.WALK, Ground.LEVEL, USUAL);
  }

  /**
   * Prepares the task of a cell: its commands, from standing still to the fastest. Its ground comes
   * in turn with level ground and gentle slopes.
   */
  public WalkReturn(WalkCell cell) {
    this(cell.simulated(), cell.plant(), cell.course().ground(), cell.course().commands().reach());
  }

  private WalkReturn(RobotModel robot, PlantParameters plant, Ground own, double[][] ranges) {
    sim = new EmbeddedLegged(robot, plant, Terrain.FLAT);
    weight = robot.mass() * RigidBodyDynamics.GRAVITY;
    this.own = own;
    this.ranges = ranges;
  }

  @Override
  public double of(Policy policy, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Walker walker = new Walker(sim, policy, null);
    stood = 0;
    episodes = count;
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += episode(walker, random.split());
    }
    return sum / count;
  }

  @Override
  public double successShare() {
    return (double) stood / episodes;
  }

  private double episode(Walker walker, SplittableRandom random) {
    Terrain terrain =
        random.nextInt(3) == 0 ? Terrain.slope(random.nextDouble(-0.15, 0.15)) : own.terrain();
    long seed = random.nextLong();
    sim.setGround(new Ground(terrain, random.nextDouble(0.4, 1)));
    walker.reset(seed);
    WalkTiming timing = walker.timing();
    int steps = timing.periods(EPISODE);
    int perCommand = timing.periods(COMMAND_SECONDS);
    int pushed = random.nextInt(steps / 4, steps);
    double strength = random.nextDouble(0, 1.2) * weight;
    double angle = random.nextDouble(0, 2 * Math.PI);
    double sum = 0;
    for (int s = 0; s < steps && !walker.body().fallen(); s++) {
      if (s % perCommand == 0) {
        draw(random);
        walker.want(wanted[0], wanted[1], wanted[2]);
      }
      boolean push = s >= pushed && s < pushed + 50;
      sim.push(push ? strength * Math.cos(angle) : 0, push ? strength * Math.sin(angle) : 0, 0);
      walker.step();
      if (s % timing.perAction() == 0) {
        sum += worth(walker);
      }
    }
    if (!walker.body().fallen()) {
      stood++;
    }
    return sum * timing.perAction() / steps;
  }

  private void draw(SplittableRandom random) {
    if (random.nextInt(5) == 0) {
      wanted[0] = 0;
      wanted[1] = 0;
      wanted[2] = 0;
      return;
    }
    for (int k = 0; k < wanted.length; k++) {
      wanted[k] = random.nextDouble(ranges[k][0], ranges[k][1]);
    }
  }

  private double worth(Walker walker) {
    walker.trueTwist(twist);
    double[] c = walker.twist();
    double ex = twist[0] - c[0];
    double ey = twist[1] - c[1];
    double ew = twist[2] - c[2];
    double[] v = sim.trueVelocity();
    double tilt = walker.body().tilt();
    return Math.exp(-6 * (ex * ex + ey * ey))
        + 0.4 * Math.exp(-2 * ew * ew)
        - 2 * tilt * tilt
        - 0.02 * (v[0] * v[0] + v[1] * v[1]);
  }
}

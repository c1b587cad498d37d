package org.reins.sim.legged;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.reins.filter.legged.WalkTiming;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.FloatingBase;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;

/**
 * Faults and disturbances on a walk. Their severity is drawn for each episode. Commands are those
 * that the Go1 has learned, and slower for robots with slower joints.
 */
public enum WalkScenario {
  /** No fault: level ground, commands as learned. */
  NOMINAL,
  /** Two pushes of 0.1 s, from any side. */
  PUSH,
  /** Uphill, steeper than learned. */
  SLOPE,
  /** A load on the back, off-centre, which the robot does not know about. */
  PAYLOAD,
  /** Ice. */
  LOW_FRICTION,
  /** Commands far faster than learned. */
  OVERSPEED,
  /** The sensors stop updating for good: their last values are repeated. */
  SENSOR_LOSS;

  private static final double PUSH_SECONDS = 0.1;

  /**
   * One episode of a scenario, drawn from a seed.
   *
   * @param scenario the scenario
   * @param period period of the motors, s
   * @param steps length in motor periods
   * @param robot the robot, with its load if there is one
   * @param ground the ground
   * @param commands twist for each hold time, to be reached at once
   * @param hold time for which a twist is held, s
   * @param pushes time, s, and force along x and y, N: three numbers per push
   * @param silence time at which the sensors stop updating, s; +∞ for never
   */
  public record Episode(
      WalkScenario scenario,
      double period,
      int steps,
      RobotModel robot,
      Ground ground,
      double[][] commands,
      double hold,
      double[][] pushes,
      double silence) {

    /** Puts a walker at the start. Its simulator must simulate this episode's robot. */
    public void begin(WalkingRobot walker, long seed) {
      walker.sim().setGround(ground);
      walker.reset(seed);
    }

    /**
     * Runs one motor period.
     *
     * @param step its number
     */
    public void step(WalkingRobot walker, int step) {
      disturb(walker, step);
      command(walker, step);
    }

    /**
     * Runs one motor period, with an additional external force on the body.
     *
     * @param step its number
     * @param fx along x of the world, N
     * @param fy along y, N
     */
    public void pushed(WalkingRobot walker, int step, double fx, double fy) {
      walker.setSensing(step * period < silence);
      walker.sim().push(fx, fy, 0);
      command(walker, step);
    }

    private void command(WalkingRobot walker, int step) {
      double[] c = wanted(step * period);
      walker.want(c[0], c[1], c[2]);
      walker.step();
    }

    /** The commanded twist at a time, s; owned by the episode. */
    public double[] wanted(double t) {
      return commands[Math.min(commands.length - 1, (int) (t / hold))];
    }

    /**
     * The force on the body in a motor period.
     *
     * @param step its number
     * @param axis 0 for x of the world, 1 for y
     * @return N
     */
    public double push(int step, int axis) {
      double force = 0;
      for (double[] p : pushes) {
        int since = step - (int) Math.round(p[0] / period);
        force += since >= 0 && since < Math.round(PUSH_SECONDS / period) ? p[1 + axis] : 0;
      }
      return force;
    }

    /** Everything except the commands. */
    void disturb(WalkingRobot walker, int step) {
      walker.sim().push(push(step, 0), push(step, 1), 0);
      walker.setSensing(step * period < silence);
    }
  }

  /** Name in files and on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(WalkScenario::key).toList();
  }

  /**
   * The scenario of a name.
   *
   * @throws IllegalArgumentException naming it and what is allowed
   */
  public static WalkScenario of(String key) {
    for (WalkScenario scenario : values()) {
      if (scenario.key().equals(key)) {
        return scenario;
      }
    }
    throw new IllegalArgumentException("scenario is " + key + ": allowed is one of " + keys());
  }

  /**
   * Draws an episode on level ground, with commands as learned. The same seed gives the same
   * episode.
   *
   * @param seconds length, s, 1 to 1000
   * @throws IllegalArgumentException if the length is out of range
   */
  public Episode draw(RobotModel robot, long seed, double seconds) {
    return draw(robot, seed, WalkCourse.learned(robot, seconds));
  }

  /** Draws an episode of a course. */
  Episode draw(RobotModel robot, long seed, WalkCourse course) {
    double seconds = course.seconds();
    double period = WalkTiming.of(robot).period();
    SplittableRandom random = new SplittableRandom(seed);
    double weight = robot.mass() * RigidBodyDynamics.GRAVITY;
    double[][] commands =
        course.commands().draw(random, this == OVERSPEED ? random.nextDouble(1.5, 3) : 1, seconds);
    double[][] pushes = new double[this == PUSH ? 2 : 0][];
    for (int k = 0; k < pushes.length; k++) {
      double angle = random.nextDouble(0, 2 * Math.PI);
      double force = random.nextDouble(0.8, 1.4) * weight;
      pushes[k] =
          new double[] {
            seconds * random.nextDouble(0.1 + 0.4 * k, 0.5 + 0.4 * k),
            force * Math.cos(angle),
            force * Math.sin(angle)
          };
    }
    double friction =
        this == LOW_FRICTION ? random.nextDouble(0.08, 0.25) : course.ground().friction();
    Terrain terrain =
        this == SLOPE ? Terrain.slope(random.nextDouble(0.2, 0.5)) : course.ground().terrain();
    RobotModel carrier =
        this == PAYLOAD
            ? loaded(
                robot,
                random.nextDouble(0.2, 0.6) * robot.mass(),
                random.nextDouble(-0.1, 0.1),
                random.nextDouble(-0.05, 0.05))
            : robot;
    double silence =
        this == SENSOR_LOSS ? seconds * random.nextDouble(0.2, 0.6) : Double.POSITIVE_INFINITY;
    return new Episode(
        this,
        period,
        (int) Math.round(seconds / period),
        carrier,
        new Ground(terrain, friction),
        commands,
        course.commands().hold(),
        pushes,
        silence);
  }

  /** The robot with a load on its back: mass, kg, and place from the origin of its body, m. */
  public static RobotModel loaded(RobotModel robot, double load, double x, double y) {
    Load usual = Load.onBack(load);
    return onBack(robot, new Load(load, usual.edge(), new double[] {x, y, usual.at()[2]}));
  }

  /** The robot with a load on its body. */
  public static RobotModel onBack(RobotModel robot, Load load) {
    FloatingBase base = robot.floatingBase();
    return robot.withBase(new FloatingBase(load.on(base.body()), base.feet()));
  }
}

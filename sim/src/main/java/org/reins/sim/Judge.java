package org.reins.sim;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Region;
import org.reins.sim.world.World;

/**
 * Judges from the simulator's true state whether the robot broke a limit. A continuous violation of
 * one kind counts once, regardless of its duration.
 */
public final class Judge {
  private static final int AXIS_SAMPLES = 8;
  private static final double TORQUE_TOLERANCE = 1e-6;
  // Room for rounding where a capsule is skipped, m.
  private static final double SURELY = 1e-9;

  // The first two bodies turn about the base's axis or end above the table: their ends reach no
  // table.
  private static final int FIRST_OVER_TABLE = 2;
  // The first body turns inside the base.
  private static final int FIRST_NEAR_OBSTACLES = 1;

  private final RobotModel robot;
  private final World world;
  private final TruthKinematics kinematics;
  private final int[] stages;
  private final double[] previous;
  private final long[] events = new long[Violation.values().length];
  private final long[] steps = new long[Violation.values().length];
  private final boolean[] now = new boolean[Violation.values().length];
  private final boolean[] before = new boolean[Violation.values().length];
  private final double[] point = new double[3];
  private double tableClearance;
  private double zoneClearance;
  private double obstacleClearance;
  private double minTableClearance;
  private double minZoneClearance;

  /** Makes a judge for a robot in the {@link DemoWorld}. */
  public Judge(RobotModel robot) {
    this(robot, DemoWorld.WORLD);
  }

  /** Makes a judge for a robot in a world. */
  public Judge(RobotModel robot, World world) {
    this.robot = robot;
    this.world = world;
    kinematics = new TruthKinematics(robot, 0);
    stages = IntStream.range(0, kinematics.capsuleCount()).map(kinematics::stage).toArray();
    previous = new double[robot.dof()];
    reset();
  }

  /** Resets everything. */
  public void reset() {
    Arrays.fill(previous, 0);
    Arrays.fill(events, 0);
    Arrays.fill(steps, 0);
    Arrays.fill(before, false);
    minTableClearance = Double.POSITIVE_INFINITY;
    minZoneClearance = Double.POSITIVE_INFINITY;
  }

  /**
   * Resets everything.
   *
   * @param holding torque that the robot held before, N·m; copied
   */
  public void reset(double[] holding) {
    reset();
    System.arraycopy(holding, 0, previous, 0, previous.length);
  }

  /**
   * Judges one step.
   *
   * @param q true positions, rad
   * @param qd true velocities, rad/s
   * @param command commanded torque in this step, before saturation, N·m
   * @param period time since the command of the last step, s: the period of the commands, or more
   *     if the robot was kept from taking some
   */
  public void observe(double[] q, double[] qd, double[] command, double period) {
    Arrays.fill(now, false);
    for (int i = 0; i < q.length; i++) {
      JointLimits limits = robot.joints().get(i).limits();
      mark(Violation.JOINT_POSITION, q[i] < limits.lower() || q[i] > limits.upper());
      mark(Violation.JOINT_SPEED, Math.abs(qd[i]) > limits.velocity());
      mark(Violation.TORQUE, !(Math.abs(command[i]) <= limits.effort() + TORQUE_TOLERANCE));
      double change = Math.abs(command[i] - previous[i]);
      // Drivers that store commands in single precision round both.
      double rounded = Math.ulp((float) command[i]) + Math.ulp((float) previous[i]);
      double most = limits.effortRate() * period + TORQUE_TOLERANCE + rounded;
      mark(Violation.TORQUE_RATE, !(change <= most));
      previous[i] = command[i];
    }
    locate(q);
    mark(Violation.TABLE, tableClearance < 0);
    mark(Violation.ZONE, zoneClearance < 0);
    mark(Violation.OBSTACLE, obstacleClearance < 0);
    for (int k = 0; k < now.length; k++) {
      if (now[k]) {
        steps[k]++;
        if (!before[k]) {
          events[k]++;
        }
      }
      before[k] = now[k];
    }
    minTableClearance = Math.min(minTableClearance, tableClearance);
    minZoneClearance = Math.min(minZoneClearance, zoneClearance);
  }

  /** Measures the clearances at a pose without judging it. */
  public void locate(double[] q) {
    kinematics.update(q);
    tableClearance = Double.POSITIVE_INFINITY;
    zoneClearance = Double.POSITIVE_INFINITY;
    obstacleClearance = Double.POSITIVE_INFINITY;
    for (int c = 0; c < kinematics.capsuleCount(); c++) {
      locate(c);
    }
  }

  /** Takes a capsule into the clearances. */
  private void locate(int c) {
    double radius = kinematics.radius(c);
    int stage = stages[c];
    // No point of a capsule is nearer to a region than its middle is, less half its length: far
    // capsules need one point.
    kinematics.axisPoint(c, 0.5, point);
    double reach = kinematics.halfLength(c) + radius + SURELY;
    boolean zones = nearest(world.zones()) - reach < zoneClearance;
    boolean obstacles =
        stage >= FIRST_NEAR_OBSTACLES && nearest(world.obstacles()) - reach < obstacleClearance;
    boolean table = stage >= FIRST_OVER_TABLE && point[2] - reach < tableClearance;
    for (int k = 0; k <= AXIS_SAMPLES && (zones || obstacles || table); k++) {
      kinematics.axisPoint(c, (double) k / AXIS_SAMPLES, point);
      if (table) {
        tableClearance = Math.min(tableClearance, point[2] - radius);
      }
      if (zones) {
        zoneClearance = Math.min(zoneClearance, nearest(world.zones()) - radius);
      }
      if (obstacles) {
        obstacleClearance = Math.min(obstacleClearance, nearest(world.obstacles()) - radius);
      }
    }
  }

  private double nearest(List<Region> regions) {
    return Region.nearest(regions, point[0], point[1], point[2]);
  }

  /** Distance of the arm from the nearest known obstacle at the last pose, m. */
  public double obstacleClearance() {
    return obstacleClearance;
  }

  /** Distance of the arm from the table top at the last pose, m. */
  public double tableClearance() {
    return tableClearance;
  }

  /** Distance of the arm from the person's zone at the last pose, m. */
  public double zoneClearance() {
    return zoneClearance;
  }

  /** Smallest distance from the table since the last reset, m. */
  public double minTableClearance() {
    return minTableClearance;
  }

  /** Smallest distance from the person's zone since the last reset, m. */
  public double minZoneClearance() {
    return minZoneClearance;
  }

  /** Writes the position of the tool at the last pose to out, m, world axes. */
  public void tool(double[] out) {
    kinematics.toolPoint(out);
  }

  /** Number of continuous violations of one kind since the last reset. */
  public long events(Violation kind) {
    return events[kind.ordinal()];
  }

  /** Number of steps with a violation of one kind since the last reset. */
  public long steps(Violation kind) {
    return steps[kind.ordinal()];
  }

  /** Number of continuous violations of any kind since the last reset. */
  public long events() {
    return Arrays.stream(events).sum();
  }

  private void mark(Violation kind, boolean broken) {
    now[kind.ordinal()] |= broken;
  }
}

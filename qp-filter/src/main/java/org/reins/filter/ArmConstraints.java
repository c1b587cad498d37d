package org.reins.filter;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.ArmState;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.ConstraintDefaults;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.HalfSpaceDistance;
import org.reins.filter.constraint.JointBounds;
import org.reins.filter.constraint.LearnedBarrier;
import org.reins.filter.constraint.RowName;
import org.reins.filter.constraint.Rows;
import org.reins.filter.constraint.SeparationDistance;
import org.reins.filter.constraint.ToolSpeed;
import org.reins.robot.model.RobotModel;

/**
 * All constraints that an arm's filter must hold, as one list of rows: joints, planes, the learned
 * barrier, the constraint file's constraints, and the speed of the tool. Allocates nothing after
 * construction; not thread-safe.
 */
final class ArmConstraints {
  private final JointBounds joints;
  private final HalfSpaceDistance planes;
  private final LearnedBarrier[] barriers;
  private final Constraint[] all;
  private final List<RowName> names = new ArrayList<>();
  private long barrierRows;

  /**
   * Assembles the constraints.
   *
   * @param obstacles known obstacles in the world
   * @param barrier learned barrier over (q, q̇), or null for none
   * @param further additional constraints
   * @throws IllegalArgumentException if there are more than {@link Long#SIZE} rows
   */
  ArmConstraints(
      RobotModel robot,
      List<HalfSpace> obstacles,
      BarrierFile barrier,
      List<Constraint> further,
      FilterSettings settings) {
    ConstraintDefaults defaults = settings.forConstraints(robot);
    List<Constraint> list = new ArrayList<>();
    joints = StandardConstraints.joints(robot, barrier, settings, defaults.jointBraking());
    list.add(joints);
    double braking = defaults.brakingAtMost(settings.obstacleBraking());
    planes = new HalfSpaceDistance(robot, obstacles, braking, settings.horizon());
    list.add(planes);
    if (barrier != null) {
      list.add(StandardConstraints.learned(robot, barrier, settings));
    }
    list.addAll(further);
    list.add(new ToolSpeed(robot, settings.horizon()));
    all = list.toArray(Constraint[]::new);
    List<LearnedBarrier> learned = new ArrayList<>();
    for (Constraint c : all) {
      if (c instanceof LearnedBarrier b) {
        learned.add(b);
        barrierRows |= 1L << names.size();
      }
      names.addAll(c.rows());
    }
    barriers = learned.toArray(LearnedBarrier[]::new);
    if (names.size() > Long.SIZE) {
      throw new IllegalArgumentException(
          names.size()
              + " constraint rows: at most "
              + Long.SIZE
              + " can be reported. Take out capsules, obstacles or joints (robots import --tip or"
              + " --fix)");
    }
  }

  /** The rows, in order. */
  List<RowName> names() {
    return names;
  }

  /** The constraints that take measurements of a person, in the order in which they were given. */
  List<SeparationDistance> separations() {
    List<SeparationDistance> found = new ArrayList<>();
    for (Constraint c : all) {
      if (c instanceof SeparationDistance s) {
        found.add(s);
      }
    }
    return found;
  }

  /** Whether a learned barrier is among the rows that acted. */
  boolean hasBarrier(long activeRows) {
    return (activeRows & barrierRows) != 0;
  }

  /**
   * Starts over, at rest with a command.
   *
   * @param command N·m, not modified
   */
  void reset(double[] command) {
    for (LearnedBarrier b : barriers) {
      b.reset(command);
    }
  }

  /**
   * Checks whether robot and command are inside the training data of the barriers. Outside its data
   * a barrier's row is not enforced; the rows from models slowly take over.
   *
   * @param acting the torques that act, N·m, not modified
   * @param dt since the previous measurement, s
   * @param output outOfDistribution and supportPValue are written here
   */
  void watch(double[] q, double[] qd, double[] acting, double dt, FilterOutput output) {
    output.outOfDistribution = false;
    output.supportPValue = 1;
    for (LearnedBarrier b : barriers) {
      output.outOfDistribution |= b.watch(q, qd, acting, dt);
      output.supportPValue = Math.min(output.supportPValue, b.supportPValue());
    }
  }

  /**
   * Writes all rows.
   *
   * @param alpha α of the barriers that follow the filter's, 1/s
   * @param output speedShare, obstacleMargin and barrierMargin are written here
   */
  void write(ArmState state, double alpha, Rows rows, FilterOutput output) {
    for (LearnedBarrier b : barriers) {
      b.follow(alpha);
    }
    rows.clear();
    for (Constraint c : all) {
      c.append(state, rows);
    }
    output.speedShare = joints.speedShare();
    output.obstacleMargin = planes.nearest();
    output.barrierMargin = barriers.length == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
    for (LearnedBarrier b : barriers) {
      output.barrierMargin = Math.min(output.barrierMargin, b.margin());
    }
  }
}

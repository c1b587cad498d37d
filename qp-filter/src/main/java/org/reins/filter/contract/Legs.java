package org.reins.filter.contract;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.legged.LegKinematics;
import org.reins.filter.policy.PolicyJoints;
import org.reins.robot.model.RobotModel;

/** Where the feet of a robot are, for a posture of a policy. */
final class Legs {
  private static final double GRAVITY = 9.81;

  private final RobotModel robot;
  private final LegKinematics legs;

  private Legs(RobotModel robot) {
    this.robot = robot;
    legs = new LegKinematics(robot);
  }

  /** The legs of a robot that has some. */
  static Legs of(RobotModel robot) {
    return new Legs(robot);
  }

  /** The robot's posture with what the policy says about its joints, rad, in the robot's order. */
  double[] posture(PolicyJoints joints) {
    double[] q = robot.posture().clone();
    for (int i = 0; i < q.length; i++) {
      int k = joints.indexOf(robot.jointNames().get(i));
      q[i] = k < 0 ? q[i] : joints.posture()[k];
    }
    return q;
  }

  /** The feet in base axes, m. */
  double[][] feet(double[] q) {
    double[][] feet = new double[legs.feet()][3];
    double[] still = new double[q.length];
    legs.update(q, still);
    for (int f = 0; f < feet.length; f++) {
      legs.foot(f, still, feet[f], new double[3]);
    }
    return feet;
  }

  /** Torque of each joint under its leg's share of the weight, N·m, without sign. */
  double[] load(double[] q) {
    double share = GRAVITY * robot.mass() / legs.feet();
    double[] load = new double[q.length];
    double[] moving = new double[q.length];
    legs.update(q, moving);
    for (int f = 0; f < legs.feet(); f++) {
      for (int j : legs.joints(f)) {
        double[] velocity = new double[3];
        moving[j] = 1;
        legs.foot(f, moving, new double[3], velocity);
        moving[j] = 0;
        load[j] = Math.abs(share * velocity[2]);
      }
    }
    return load;
  }

  /** The values of the joints at one place of each leg, as far as the policy knows them. */
  double[] across(PolicyJoints joints, double[] values, int place) {
    List<Double> all = new ArrayList<>();
    for (int f = 0; f < legs.feet(); f++) {
      int k = joints.indexOf(robot.jointNames().get(legs.joints(f)[place]));
      if (k >= 0) {
        all.add(values[k]);
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

package org.reins.sim.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.filter.legged.LegKinematics;
import org.reins.robot.model.RobotModel;

/** The orders in which simulators and makers list the joints of a quadruped. */
final class JointOrders {
  private JointOrders() {}

  /**
   * The known orders of a robot's joints by name.
   *
   * @return empty if the robot does not have four legs of three joints
   */
  static Map<String, List<String>> of(RobotModel robot) {
    Map<String, List<String>> orders = new LinkedHashMap<>();
    if (robot.base().feet().size() != 4) {
      return orders;
    }
    LegKinematics legs = new LegKinematics(robot);
    int[] corner = corners(robot, legs);
    if (corner.length == 0) {
      return orders;
    }
    List<String> names = robot.jointNames();
    // Corners: front left, front right, rear left, rear right.
    orders.put("leg by leg, FL FR RL RR", byLeg(names, legs, corner, 0, 1, 2, 3));
    orders.put("leg by leg, FR FL RR RL", byLeg(names, legs, corner, 1, 0, 3, 2));
    orders.put("leg by leg, FL RL FR RR", byLeg(names, legs, corner, 0, 2, 1, 3));
    orders.put("joint by joint, FL FR RL RR", byJoint(names, legs, corner, 0, 1, 2, 3));
    orders.put("joint by joint, FR FL RR RL", byJoint(names, legs, corner, 1, 0, 3, 2));
    orders.put("leg by leg, FL FR RR RL", byLeg(names, legs, corner, 0, 1, 3, 2));
    orders.put("leg by leg, RL RR FL FR", byLeg(names, legs, corner, 2, 3, 0, 1));
    return orders;
  }

  private static int[] corners(RobotModel robot, LegKinematics legs) {
    int[] corner = {-1, -1, -1, -1};
    double[] place = new double[3];
    legs.update(robot.posture(), new double[robot.dof()]);
    for (int f = 0; f < 4; f++) {
      legs.foot(f, new double[robot.dof()], place, new double[3]);
      int at = (place[0] > 0 ? 0 : 2) + (place[1] > 0 ? 0 : 1);
      if (corner[at] >= 0) {
        return new int[0];
      }
      corner[at] = f;
    }
    return corner;
  }

  private static List<String> byLeg(
      List<String> names, LegKinematics legs, int[] corner, int... order) {
    List<String> all = new ArrayList<>();
    for (int leg : order) {
      for (int joint : legs.joints(corner[leg])) {
        all.add(names.get(joint));
      }
    }
    return all;
  }

  private static List<String> byJoint(
      List<String> names, LegKinematics legs, int[] corner, int... order) {
    List<String> all = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      for (int leg : order) {
        all.add(names.get(legs.joints(corner[leg])[k]));
      }
    }
    return all;
  }
}

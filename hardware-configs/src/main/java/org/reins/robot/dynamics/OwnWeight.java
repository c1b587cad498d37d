package org.reins.robot.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.robot.model.Joint;
import org.reins.robot.model.RobotModel;

/**
 * Finds joints that cannot hold what they carry: a lift with too small a force, or a shoulder whose
 * effort limit is a placeholder. No filter keeps such a joint within its limits.
 */
public final class OwnWeight {
  private OwnWeight() {}

  /**
   * Joints whose effort limit is less than gravity's load in the default posture. None for a robot
   * that compensates gravity itself, whose limits come on top of it, and for a robot on legs, which
   * stands on the ground.
   *
   * @return one sentence per joint
   */
  public static List<String> beyondEffort(RobotModel robot) {
    return robot
        .base()
        .choose(
            fixed -> robot.control().gravityCompensated() ? List.of() : find(robot),
            floating -> List.of());
  }

  private static List<String> find(RobotModel robot) {
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    dynamics.update(robot.posture(), new double[robot.dof()]);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < robot.dof(); i++) {
      Joint joint = robot.joints().get(i);
      double load = Math.abs(dynamics.gravity()[i]);
      if (load > joint.limits().effort()) {
        String unit = joint.kind().effort();
        all.add(
            String.format(
                Locale.ROOT,
                "joint %s: it carries %.4g %s of weight in the default posture, and its effort limit"
                    + " is %.4g %s: it would fall. Correct the limit or the masses",
                joint.name(),
                load,
                unit,
                joint.limits().effort(),
                unit));
      }
    }
    return all;
  }
}

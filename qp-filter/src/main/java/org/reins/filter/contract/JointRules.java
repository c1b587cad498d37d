package org.reins.filter.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.robot.model.RobotModel;

/** Rules for names and orders of joints. */
final class JointRules {
  private JointRules() {}

  static void check(RobotModel robot, PolicyDescription policy, List<Finding> found) {
    if (!policy.robot().isEmpty() && !policy.robot().equals(robot.name())) {
      found.add(
          Finding.warning(
              "robot",
              "the policy was trained for "
                  + policy.robot()
                  + ", and the robot is "
                  + robot.name()));
    }
    List<String> has = robot.jointNames();
    List<String> unknown =
        policy.joints().names().stream()
            .filter(n -> !has.contains(n) && !policy.joints().absent().contains(n))
            .toList();
    if (!unknown.isEmpty()) {
      found.add(
          Finding.error(
              "joints.names",
              "the robot has no joint "
                  + String.join(", ", unknown)
                  + ": it has "
                  + String.join(", ", has)
                  + "; rename them, or list them under joints.absent"));
      return;
    }
    uncommanded(policy, has, found);
    orders(policy, has, found);
  }

  private static void uncommanded(PolicyDescription policy, List<String> has, List<Finding> found) {
    Set<String> moved = new LinkedHashSet<>();
    actions(policy).forEach(a -> moved.addAll(a.joints()));
    List<String> left = has.stream().filter(n -> !moved.contains(n)).toList();
    if (actions(policy).stream().anyMatch(a -> a.kind().isTool())) {
      return;
    }
    if (left.size() == has.size()) {
      found.add(Finding.error("action", "the policy moves none of the robot's joints"));
    } else if (!left.isEmpty()) {
      found.add(
          Finding.warning(
              "action",
              "the policy does not move " + String.join(", ", left) + ": they hold their posture"));
    }
  }

  /** A network that was trained sees and moves its joints in one order. */
  private static void orders(PolicyDescription policy, List<String> has, List<Finding> found) {
    List<String> first = null;
    String of = "";
    for (ActionTerm a : actions(policy)) {
      if (a.kind() != ActionKind.STIFFNESS && first == null) {
        first = only(a.joints(), has);
        of = "action " + a.kind().code();
      }
    }
    for (var input : policy.inputs()) {
      for (ObservationTerm t : input.terms()) {
        if (t.joints().isEmpty() || first == null) {
          continue;
        }
        List<String> common = only(t.joints(), first);
        if (!common.equals(only(first, common))) {
          found.add(
              Finding.warning(
                  t.kind().code(),
                  "its joints are in another order than those of "
                      + of
                      + ": networks see and move their joints in one order"));
        }
      }
    }
  }

  private static List<String> only(List<String> names, List<String> of) {
    return names.stream().filter(of::contains).toList();
  }

  /** All action terms. */
  static List<ActionTerm> actions(PolicyDescription policy) {
    return policy.outputs().stream().flatMap(o -> o.terms().stream()).toList();
  }
}

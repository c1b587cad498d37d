package org.reins.filter.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reins.filter.policy.PolicyDescription;
import org.reins.robot.model.RobotModel;

/**
 * The static rules: what a description says against the robot's file, without the network and
 * without a simulator. Each rule is one sentence in docs/policies-check.md.
 */
public final class ContractRules {
  private ContractRules() {}

  /** What the rules find, errors first. */
  public static List<Finding> check(RobotModel robot, PolicyDescription policy) {
    List<Finding> found = new ArrayList<>();
    JointRules.check(robot, policy, found);
    // The other rules look the joints up in the robot.
    if (firstError(found).isEmpty()) {
      GainRules.check(robot, policy, found);
      PostureRules.check(robot, policy, found);
      ObservationRules.check(robot, policy, found);
      ActionRules.check(robot, policy, found);
      RateRules.check(robot, policy, found);
    }
    return sorted(found);
  }

  /** The same findings, errors first and notes last. */
  public static List<Finding> sorted(List<Finding> found) {
    List<Finding> all = new ArrayList<>(found);
    all.sort(java.util.Comparator.comparing(Finding::severity));
    return List.copyOf(all);
  }

  /** The first error; empty if there is none. */
  public static Optional<Finding> firstError(List<Finding> found) {
    return found.stream().filter(f -> f.severity() == Severity.ERROR).findFirst();
  }

  /**
   * Adds findings of one joint. One sentence of each severity is enough, since usually all joints
   * have the same fault; but a warning on one joint must not hide an error on another.
   *
   * @param own of the joint
   * @param from place in {@code found} from which the findings of this rule stand
   */
  static void addFirst(List<Finding> own, List<Finding> found, int from) {
    for (Finding f : own) {
      boolean told =
          found.subList(from, found.size()).stream().anyMatch(o -> o.severity() == f.severity());
      if (!told) {
        found.add(f);
      }
    }
  }
}

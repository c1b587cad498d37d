package org.reins.filter.observation;

import java.util.List;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.model.RobotModel;

/** A policy that others trained, driving an arm by joint targets. */
public final class DescribedArmPolicy implements ArmPolicy {
  private static final List<ActionKind> ALLOWED =
      List.of(
          ActionKind.JOINT_POSITION,
          ActionKind.JOINT_POSITION_ABSOLUTE,
          ActionKind.JOINT_POSITION_DELTA,
          ActionKind.STIFFNESS);

  private final DescribedPolicy policy;

  /**
   * Takes a policy.
   *
   * @param policy used only here from now on; closed by its owner
   * @throws PolicyFileException if it commands something else than joint targets and stiffness
   */
  public DescribedArmPolicy(RobotModel robot, DescribedPolicy policy) {
    this.policy = policy;
    requireJointTargets(robot, policy.description());
  }

  /**
   * Checks that a policy commands only joint targets and stiffness.
   *
   * @throws PolicyFileException if it commands something else
   */
  static void requireJointTargets(RobotModel robot, PolicyDescription description) {
    for (ActionOutput out : description.outputs()) {
      for (ActionTerm t : out.terms()) {
        if (!ALLOWED.contains(t.kind())) {
          throw new PolicyFileException(
              "policy "
                  + description.name()
                  + " commands "
                  + t.kind().code()
                  + ": for an arm such as "
                  + robot.name()
                  + " allowed is "
                  + String.join(", ", ALLOWED.stream().map(ActionKind::code).toList()));
        }
      }
    }
  }

  @Override
  public double period() {
    return policy.description().period();
  }

  @Override
  public void reset() {
    policy.reset();
  }

  @Override
  public boolean act(double[] q, double[] qd, double[] goal, double[] target, double[] stiffness) {
    PolicyState s = policy.state();
    System.arraycopy(q, 0, s.q, 0, s.q.length);
    System.arraycopy(qd, 0, s.qd, 0, s.qd.length);
    System.arraycopy(goal, 0, s.goal, 0, 3);
    if (!policy.act()) {
      return false;
    }
    System.arraycopy(policy.command().position, 0, target, 0, target.length);
    System.arraycopy(policy.command().stiffness, 0, stiffness, 0, stiffness.length);
    return true;
  }
}

package org.reins.filter.observation;

import java.util.List;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.TermKind;
import org.reins.robot.model.RobotModel;

/** A policy that others trained, driving an arm by joint targets. */
public final class DescribedArmPolicy implements ArmPolicy {
  private static final List<ActionKind> ALLOWED =
      List.of(
          ActionKind.JOINT_POSITION,
          ActionKind.JOINT_POSITION_ABSOLUTE,
          ActionKind.JOINT_POSITION_DELTA,
          ActionKind.STIFFNESS,
          ActionKind.TOOL_POSITION,
          ActionKind.TOOL_POSITION_DELTA,
          ActionKind.TOOL_POSE_WXYZ,
          ActionKind.TOOL_POSE_XYZW,
          ActionKind.TOOL_POSE_DELTA,
          ActionKind.IGNORED);

  private final DescribedPolicy policy;
  private final boolean needsGoal;

  /**
   * Takes a policy.
   *
   * @param policy used only here from now on; closed by its owner
   * @throws PolicyFileException if it commands something else than joint targets and stiffness
   */
  public DescribedArmPolicy(RobotModel robot, DescribedPolicy policy) {
    this.policy = policy;
    needsGoal = sees(TermKind.COMMAND_POSITION) || sees(TermKind.GOAL_MINUS_TOOL);
    requireJointTargets(robot, policy.description());
  }

  /**
   * Checks that a policy commands only joint targets and stiffness.
   *
   * @throws PolicyFileException if it commands something else
   */
  static void requireJointTargets(RobotModel robot, PolicyDescription description) {
    boolean velocities = areVelocities(robot, description);
    for (ActionOutput out : description.outputs()) {
      for (ActionTerm t : out.terms()) {
        boolean fits =
            velocities
                ? t.kind() == ActionKind.JOINT_VELOCITY || t.kind() == ActionKind.IGNORED
                : ALLOWED.contains(t.kind());
        if (!fits) {
          throw new PolicyFileException(
              "policy "
                  + description.name()
                  + " commands "
                  + t.kind().code()
                  + ": for an arm such as "
                  + robot.name()
                  + " allowed is "
                  + String.join(", ", ALLOWED.stream().map(ActionKind::code).toList())
                  + ", or joint_velocity alone in a chunk of at least one step");
        }
      }
    }
  }

  /** Whether a chunk commands velocities of all joints. */
  private static boolean areVelocities(RobotModel robot, PolicyDescription description) {
    List<String> moved =
        description.outputs().stream()
            .flatMap(o -> o.terms().stream())
            .filter(t -> t.kind() == ActionKind.JOINT_VELOCITY)
            .flatMap(t -> t.joints().stream())
            .toList();
    return description.chunk().isChunk() && moved.containsAll(robot.jointNames());
  }

  @Override
  public double period() {
    return policy.description().period();
  }

  @Override
  public void reset() {
    policy.reset();
  }

  /** What the policy sees beyond what {@link #act} is given; written by the caller before it. */
  public PolicyState state() {
    return policy.state();
  }

  /** Whether the policy sees measured joint torques. */
  public boolean seesEffort() {
    return sees(TermKind.JOINT_EFFORT);
  }

  private boolean sees(TermKind kind) {
    return policy.description().inputs().stream()
        .flatMap(in -> in.terms().stream())
        .anyMatch(t -> t.kind() == kind);
  }

  @Override
  public boolean needsGoal() {
    return needsGoal;
  }

  @Override
  public boolean isChunked() {
    return policy.description().chunk().isChunk();
  }

  @Override
  public boolean plan(double[] q, double[] qd, double[] goal, ActionChunk chunk) {
    see(q, qd, goal);
    return policy.act() && policy.chunk(chunk);
  }

  private void see(double[] q, double[] qd, double[] goal) {
    PolicyState s = policy.state();
    System.arraycopy(q, 0, s.q, 0, s.q.length);
    System.arraycopy(qd, 0, s.qd, 0, s.qd.length);
    // Without such terms the goal may be that of a commanded pose.
    if (needsGoal) {
      System.arraycopy(goal, 0, s.goal, 0, 3);
    }
  }

  @Override
  public boolean act(double[] q, double[] qd, double[] goal, double[] target, double[] stiffness) {
    see(q, qd, goal);
    if (!policy.act()) {
      return false;
    }
    System.arraycopy(policy.command().position, 0, target, 0, target.length);
    System.arraycopy(policy.command().stiffness, 0, stiffness, 0, stiffness.length);
    return true;
  }
}

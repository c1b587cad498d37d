package org.reins.filter.observation;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.robot.model.RobotModel;

/**
 * Turns a network's output into a command for the robot's joints. Joints that the policy does not
 * command hold the robot's posture. Nothing allocates after construction; not thread-safe.
 */
final class ActionDecoder {
  private final PolicyCommand command;
  private final double[] posture;
  private final double[] stiffness;
  private final double[] damping;
  private final Term[] terms;
  private final ToolAction tool;
  private final boolean velocities;

  /** A term with resolved joints. */
  private record Term(ActionTerm term, int[] at, double[] posture, int first) {}

  /**
   * Compiles the outputs of a policy.
   *
   * @param kp of each joint, for joints without gains of the policy's own
   * @param kd of each joint, for joints without gains of the policy's own
   * @throws PolicyFileException if the robot lacks a joint
   */
  ActionDecoder(RobotModel robot, PolicyDescription policy, double[] kp, double[] kd) {
    int n = robot.dof();
    command = new PolicyCommand(n);
    posture = robot.posture().clone();
    stiffness = kp.clone();
    damping = kd.clone();
    PolicyJoints joints = policy.joints();
    int[] at = JointPlaces.of(robot, joints, joints.names());
    Set<String> commanded =
        policy.outputs().stream()
            .map(ActionOutput::terms)
            .flatMap(List::stream)
            .map(ActionTerm::joints)
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= 0) {
        posture[at[i]] = joints.posture()[i];
        // Of a joint that is only seen a file may have no gains, which some formats write as 0.
        boolean own = joints.hasGains() && commanded.contains(joints.names().get(i));
        stiffness[at[i]] = own ? joints.stiffness()[i] : kp[at[i]];
        damping[at[i]] = own ? joints.damping()[i] : kd[at[i]];
      }
    }
    int first = 0;
    List<ActionTerm> all =
        policy.outputs().stream().map(ActionOutput::terms).flatMap(List::stream).toList();
    terms = new Term[all.size()];
    for (int k = 0; k < terms.length; k++) {
      ActionTerm t = all.get(k);
      terms[k] =
          new Term(
              t,
              JointPlaces.of(robot, joints, t.joints()),
              JointPlaces.pick(joints, joints.posture(), t.joints()),
              first);
      first += t.numbers();
    }
    boolean tools = all.stream().anyMatch(t -> t.kind().isTool());
    velocities = all.stream().anyMatch(t -> t.kind() == ActionKind.JOINT_VELOCITY);
    if (tools && !robot.base().feet().isEmpty()) {
      throw new PolicyFileException(
          "the policy commands a tool: robot " + robot.name() + " has none");
    }
    tool = tools ? new ToolAction(robot) : null;
    rest();
  }

  /** Stiffness of the joints without an action of stiffness, N·m/rad; not to be modified. */
  double[] stiffness() {
    return stiffness;
  }

  /** Whether the policy commands velocities of joints and no positions. */
  boolean velocities() {
    return velocities;
  }

  /**
   * Begins an answer: what is relative is so to the state at which the observation was made.
   *
   * @param q rad, not modified
   */
  void begin(double[] q) {
    if (tool != null) {
      tool.begin(q);
    }
  }

  /** The command; overwritten by each action. */
  PolicyCommand command() {
    return command;
  }

  /** The command before the first action: hold the default posture. */
  void rest() {
    System.arraycopy(posture, 0, command.position, 0, posture.length);
    Arrays.fill(command.velocity, 0);
    Arrays.fill(command.effort, 0);
    System.arraycopy(stiffness, 0, command.stiffness, 0, posture.length);
    System.arraycopy(damping, 0, command.damping, 0, posture.length);
  }

  /**
   * Decodes one step, after {@link #begin}.
   *
   * @param raw the network's numbers, of each step all outputs in order, not modified
   * @param start place of the step's first number
   * @param q positions at which the observation was made, rad, not modified
   */
  void decode(float[] raw, int start, double[] q) {
    rest();
    for (Term t : terms) {
      int first = start + t.first;
      if (t.term.kind().isTool()) {
        tool.targets(t.term, raw, first, command.position);
      } else if (t.term.kind() == ActionKind.STIFFNESS) {
        double share = t.term.scaling().apply(raw[first], 0);
        for (int i = 0; i < stiffness.length; i++) {
          command.stiffness[i] = share * stiffness[i];
        }
      } else {
        joints(t, raw, first, q);
      }
    }
  }

  private void joints(Term t, float[] raw, int first, double[] q) {
    for (int i = 0; i < t.at.length; i++) {
      int j = t.at[i];
      if (j < 0) {
        continue;
      }
      double v = t.term.scaling().apply(raw[first + i], i);
      switch (t.term.kind()) {
        case JOINT_POSITION -> command.position[j] = t.posture[i] + v;
        case JOINT_POSITION_ABSOLUTE -> command.position[j] = v;
        case JOINT_POSITION_DELTA -> command.position[j] = q[j] + v;
        case JOINT_VELOCITY -> {
          // A velocity target has no position to hold.
          command.velocity[j] = v;
          command.stiffness[j] = 0;
        }
        case JOINT_EFFORT -> command.effort[j] = v;
        case STIFFNESS,
            TOOL_POSITION,
            TOOL_POSITION_DELTA,
            TOOL_POSE_WXYZ,
            TOOL_POSE_XYZW,
            TOOL_POSE_DELTA,
            IGNORED ->
            throw new IllegalStateException(t.term.kind().code() + " has no joints");
      }
    }
  }
}

package org.reins.filter.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of policies: every fault is one sentence, and what is written is read again. */
class PolicyFileTest {
  private static final String GOOD =
      """
      schema: reins/policy/1
      name: walk
      robot: go2
      network: policy.onnx
      period: 0.02
      joints:
        names: [a, b]
        posture: [0.1, -0.2]
        stiffness: 20
        damping: [0.5, 0.6]
        absent: [b]
      commands:
        twist: {low: [-1, -0.4, -1], high: [1, 0.4, 1]}
      inputs:
        - tensor: obs
          clip: [-100, 100]
          history: {frames: 6, order: newest_first, begin: zeros}
          terms:
            - {term: base_angular_velocity, scale: 0.25}
            - {term: joint_position, joints: [b, a], offset: [1, 2]}
            - {term: gait_clock, clock_period: 0.8}
            - {term: constant, values: [1, 2, 3]}
            - {term: last_action, clip: [[-1, 1], [-2, 2], [-3, 3]], clip_first: true}
      memory:
        - {input: h_in, output: h_out, numbers: 64}
      outputs:
        - tensor: actions
          terms:
            - {action: joint_position, scale: [0.25, 0.5]}
            - {action: stiffness, scale: 0.4, offset: 0.6, clip: [0.2, 1]}
      """;

  private static void refused(String from, String to, String sentence) {
    assertEquals(true, GOOD.contains(from), from);
    PolicyFileException e =
        assertThrows(
            PolicyFileException.class, () -> PolicyFile.parse("p.yaml", GOOD.replace(from, to)));
    assertEquals(sentence, e.getMessage());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    PolicyDescription d = PolicyFile.parse("p.yaml", GOOD);
    String once = PolicyWriter.write(d, List.of("a comment"));
    PolicyDescription again = PolicyFile.parse("again.yaml", once);
    assertEquals(once, PolicyWriter.write(again, List.of("a comment")));
    assertEquals(6 * (3 + 2 + 2 + 3 + 3), again.inputs().get(0).numbers(again.actionNumbers()));
    assertEquals(3, again.actionNumbers());
    assertEquals(20, again.joints().stiffness()[1]);
    assertEquals(true, again.inputs().get(0).terms().get(4).scaling().clipFirst());
    assertEquals(0.8, again.inputs().get(0).terms().get(2).clockPeriod());
  }

  @Test
  void unknownTermsAndKeysAreNamedWithWhatIsAllowed() {
    refused(
        "base_angular_velocity, scale",
        "base_ang_vel, scale",
        "p.yaml: inputs[0].terms[0]: term is base_ang_vel: allowed is joint_position,"
            + " joint_position_relative, joint_velocity, joint_effort, base_angular_velocity,"
            + " base_angular_velocity_world, base_linear_velocity, base_linear_velocity_world,"
            + " projected_gravity, base_quaternion_wxyz, base_quaternion_xyzw, base_height,"
            + " command_twist, command_position, command_pose_wxyz, command_pose_xyzw,"
            + " tool_position, goal_minus_tool, last_action, gait_clock, constant");
    refused(
        "{action: stiffness, scale: 0.4",
        "{action: stiffness, gain: 0.4",
        "p.yaml: outputs[0].terms[1] has gain: allowed is action, joints, scale, offset, clip,"
            + " clip_first");
  }

  @Test
  void lengthsThatDoNotFitAreNamed() {
    refused(
        "posture: [0.1, -0.2]",
        "posture: [0.1]",
        "p.yaml: joints: posture has 1 numbers: there are 2 joints");
    refused(
        "scale: [0.25, 0.5]",
        "scale: [0.25, 0.5, 0.5]",
        "p.yaml: outputs[0].terms[0]: scale has 3 numbers: the term needs 1 or 2");
    refused(
        "[[-1, 1], [-2, 2], [-3, 3]]",
        "[[-1, 1], [-2, 2]]",
        "p.yaml: walk: clip has 2 numbers: the term needs 1 or 3");
  }

  @Test
  void jointsThatNobodyKnowsAndTwoCommandsForOneJointAreNamed() {
    refused(
        "joints: [b, a]",
        "joints: [b, c]",
        "p.yaml: walk: term joint_position has joint c: it is none of the policy's joints,"
            + " a, b");
    refused(
        "- {action: stiffness, scale: 0.4, offset: 0.6, clip: [0.2, 1]}",
        "- {action: joint_position_delta, joints: [a]}",
        "p.yaml: walk: joint a has two actions of kind position: allowed is one");
    refused(
        "absent: [b]",
        "absent: [c]",
        "p.yaml: joints: absent joint c is none of the policy's joints, a, b");
    refused("names: [a, b]", "names: [a, a]", "p.yaml: joints: joint a is named twice");
  }

  @Test
  void numbersOutOfRangeAreNamed() {
    refused(
        "period: 0.02", "period: 50", "p.yaml: walk: period is 50.0: allowed is above 0 to 1 s");
    refused(
        "frames: 6",
        "frames: 0",
        "p.yaml: inputs[0].history: history has 0 frames: allowed is 1 to 1000");
    refused(
        "order: newest_first",
        "order: newest",
        "p.yaml: inputs[0].history: order is newest: allowed is oldest_first or newest_first");
    refused(
        "low: [-1, -0.4, -1]",
        "low: [0.2, -0.4, -1]",
        "p.yaml: commands.twist: a twist range is 0.2 to 1.0: it must contain 0, a stop");
    refused(
        "clock_period: 0.8",
        "clock_period: 0",
        "p.yaml: inputs[0].terms[2]: clock_period is 0.0: allowed is above 0 to 60 s");
    refused(
        "  damping: [0.5, 0.6]\n",
        "",
        "p.yaml: joints: damping is missing: stiffness and damping are given both or not at all");
    refused(
        "stiffness: 20",
        "stiffness: -20",
        "p.yaml: joints: stiffness has -20.0: allowed is 0 to 1e6");
  }

  @Test
  void aMissingFileIsOneSentence() {
    assertEquals(
        "policy file no-such.yaml does not exist",
        assertThrows(
                PolicyFileException.class,
                () -> PolicyFile.read(java.nio.file.Path.of("no-such.yaml")))
            .getMessage());
  }
}

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
  void chunksToolsAndTopicsAreWrittenAndReadAgain() {
    String yaml =
        """
        schema: reins/policy/1
        name: vla
        period: 0.5
        chunk: {steps: 50, step: 0.02, range: [-1, 1.5]}
        joints: {names: [a, b], posture: [0, 0]}
        inputs:
          - terms:
              - {term: wrench, max_age: 0.1, topic: /ft/wrench}
              - {term: height_scan, numbers: 187, max_age: 0.5, clip: [-1, 1]}
              - {term: command_joint_position}
              - {term: tool_rotation_6d_rows}
        outputs:
          - terms: [{action: tool_pose_delta, scale: 0.05}, {action: ignored}]
        """;
    PolicyDescription d = PolicyFile.parse("vla.yaml", yaml);
    String once = PolicyWriter.write(d, List.of());
    PolicyDescription again = PolicyFile.parse("again.yaml", once);
    assertEquals(once, PolicyWriter.write(again, List.of()));
    assertEquals(new ChunkShape(50, 0.02, -1, 1.5), again.chunk());
    assertEquals(7, again.actionNumbers());
    assertEquals(6 + 187 + 2 + 6, again.inputs().get(0).numbers(7));
    assertEquals("/ft/wrench", again.inputs().get(0).terms().get(0).topic());
    assertEquals("height_scan", again.inputs().get(0).terms().get(1).topic());
    assertEquals("goal_joints", again.inputs().get(0).terms().get(2).topic());
    refused(yaml, "steps: 50", "steps: 300", "chunk.steps is 300: allowed is 1 to 256");
    refused(yaml, "period: 0.5", "period: 1", null);
    refused(yaml, "step: 0.02", "step: 0.005", "a chunk covers only 0.25 s");
    refused(yaml, "range: [-1, 1.5]", "range: [1, 1]", "the first number must be below the second");
    refused(yaml, "wrench, max_age: 0.1,", "wrench,", "term wrench has no max_age");
    refused(yaml, "numbers: 187,", "", "term height_scan has no numbers");
    refused(yaml, "{term: tool_rotation_6d_rows}", "{term: tool_position, topic: x}", "takes none");
    refused(yaml, "{action: ignored}", "{action: tool_position}", "two actions of the tool");
    refused(yaml, "{action: ignored}", "{action: joint_position}", "the tool and joints");
  }

  /** A change is refused with a sentence that contains something; null if it is allowed. */
  private static void refused(String yaml, String from, String to, String part) {
    String changed = yaml.replace(from, to);
    assertEquals(false, changed.equals(yaml), from);
    if (part == null) {
      PolicyFile.parse("p.yaml", changed);
      return;
    }
    String message =
        assertThrows(PolicyFileException.class, () -> PolicyFile.parse("p.yaml", changed))
            .getMessage();
    assertEquals(true, message.contains(part), message);
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
            + " tool_position, tool_quaternion_wxyz, tool_quaternion_xyzw,"
            + " tool_rotation_6d_columns, tool_rotation_6d_rows, tool_pose_wxyz, tool_pose_xyzw,"
            + " goal_minus_tool, command_joint_position, wrench, range_scan, height_scan,"
            + " last_action, gait_clock, constant");
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

package org.reins.filter.observation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** What a network sees and what its answer means, against numbers worked out by hand. */
class DescribedPolicyTest {
  private static final RobotModel GO2 = RobotFiles.load("go2");
  private static final RobotModel PANDA = RobotFiles.load("panda");
  // Two legs suffice to tell orders apart; the policy's order is by joint type, as in Isaac Sim.
  private static final String LEGS =
      """
      schema: reins/policy/1
      name: legs
      period: 0.02
      joints:
        names: [FL_hip_joint, FR_hip_joint, FL_calf_joint, FR_calf_joint]
        posture: [0.1, -0.1, -1.5, -1.4]
        stiffness: [20, 21, 22, 23]
        damping: 0.5
      """;

  /** A network that copies what it sees, and answers what it is told. */
  private static final class Fake implements PolicyNetwork {
    final List<float[]> seen = new ArrayList<>();
    float[] answer;

    @Override
    public void run(float[][] inputs, float[][] outputs) {
      for (float[] in : inputs) {
        seen.add(in.clone());
      }
      System.arraycopy(answer, 0, outputs[0], 0, outputs[0].length);
      if (outputs.length > 1) {
        // Recurrent state counts the steps.
        outputs[1][0] = inputs[1][0] + 1;
      }
    }

    @Override
    public void close() {}
  }

  private static DescribedPolicy policy(RobotModel robot, String yaml, Fake network) {
    PolicyDescription d = PolicyFile.parse("p.yaml", yaml);
    network.answer = new float[d.actionNumbers()];
    double[] gains = new double[robot.dof()];
    java.util.Arrays.fill(gains, 7);
    return new DescribedPolicy(robot, d, gains, gains, (in, out) -> network);
  }

  @Test
  void jointsAreSeenAndMovedByNameInThePolicysOrder() {
    Fake network = new Fake();
    DescribedPolicy p =
        policy(
            GO2,
            LEGS
                + """
                inputs:
                  - terms:
                      - {term: joint_position_relative}
                      - {term: joint_velocity, scale: 0.05, joints: [FR_calf_joint, FL_hip_joint]}
                outputs:
                  - terms: [{action: joint_position, scale: [0.1, 0.2, 0.3, 0.4]}]
                """,
            network);
    List<String> names = GO2.jointNames();
    for (int i = 0; i < GO2.dof(); i++) {
      p.state().q[i] = i;
      p.state().qd[i] = 100 + i;
    }
    network.answer = new float[] {1, 1, 1, 1};
    assertTrue(p.act());
    int flHip = names.indexOf("FL_hip_joint");
    int frHip = names.indexOf("FR_hip_joint");
    int flCalf = names.indexOf("FL_calf_joint");
    int frCalf = names.indexOf("FR_calf_joint");
    assertArrayEquals(
        new float[] {
          flHip - 0.1f,
          frHip + 0.1f,
          flCalf + 1.5f,
          frCalf + 1.4f,
          0.05f * (100 + frCalf),
          0.05f * (100 + flHip)
        },
        network.seen.get(0),
        1e-6f);
    assertEquals(0.1 + 0.1, p.command().position[flHip], 1e-12);
    assertEquals(-0.1 + 0.2, p.command().position[frHip], 1e-12);
    assertEquals(-1.5 + 0.3, p.command().position[flCalf], 1e-12);
    assertEquals(-1.4 + 0.4, p.command().position[frCalf], 1e-12);
    assertEquals(22, p.command().stiffness[flCalf]);
    assertEquals(0.5, p.command().damping[frCalf]);
    // A joint that the policy does not know holds the robot's posture with the robot's gains.
    int rrHip = names.indexOf("RR_hip_joint");
    assertEquals(GO2.posture()[rrHip], p.command().position[rrHip]);
    assertEquals(7, p.command().stiffness[rrHip]);
  }

  @Test
  void aBodyRolledOntoItsLeftSideSeesGravityAlongPlusYAndWorldVelocitiesTurned() {
    Fake network = new Fake();
    DescribedPolicy p =
        policy(
            GO2,
            LEGS
                + """
                inputs:
                  - terms:
                      - {term: projected_gravity}
                      - {term: base_linear_velocity_world}
                      - {term: base_quaternion_wxyz}
                      - {term: base_quaternion_xyzw}
                outputs:
                  - terms: [{action: joint_position}]
                """,
            network);
    // −90° about x: the left side of the body points down, so y of the base is −z of the world.
    double h = Math.sqrt(0.5);
    System.arraycopy(new double[] {h, -h, 0, 0}, 0, p.state().quaternion, 0, 4);
    p.state().linear[1] = 2;
    p.act();
    float f = (float) h;
    assertArrayEquals(
        new float[] {0, 1, 0, 0, 0, -2, f, -f, 0, 0, -f, 0, 0, f}, network.seen.get(0), 1e-6f);
  }

  @Test
  void theClipComesBeforeOrAfterTheScaleAsTheFileSays() {
    Fake network = new Fake();
    DescribedPolicy p =
        policy(
            GO2,
            LEGS
                + """
                inputs:
                  - clip: [-50, 50]
                    terms:
                      - {term: command_twist, scale: 10, clip: [-3, 3]}
                      - {term: command_twist, scale: 10, offset: 1, clip: [-3, 3], clip_first: true}
                      - {term: command_twist, scale: [1, 100, 1]}
                outputs:
                  - terms: [{action: joint_position, scale: 2, clip: [-1, 1], clip_first: true}]
                """,
            network);
    System.arraycopy(new double[] {0.1, 5, -0.5}, 0, p.state().twist, 0, 3);
    network.answer = new float[] {9, -9, 0.25f, 0};
    p.act();
    assertArrayEquals(
        new float[] {1, 3, -3, 2, 31, -4, 0.1f, 50, -0.5f}, network.seen.get(0), 1e-6f);
    int flHip = GO2.jointNames().indexOf("FL_hip_joint");
    assertEquals(0.1 + 2, p.command().position[flHip], 1e-12);
  }

  @Test
  void historyIsByTermOrByFrame_newestOrOldestFirst_fromZerosOrTheFirstSample() {
    String terms = "[{term: command_twist}, {term: base_height}]";
    assertArrayEquals(
        new float[] {3, 0, 0, 30, 2, 0, 0, 20, 1, 0, 0, 10},
        third("history: {frames: 3, order: newest_first, begin: zeros}", terms, 3));
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 1, 0, 0, 10, 2, 0, 0, 20},
        third("history: {frames: 3, order: oldest_first, begin: zeros}", terms, 2));
    assertArrayEquals(
        new float[] {1, 0, 0, 10, 1, 0, 0, 10, 2, 0, 0, 20},
        third("history: {frames: 3, order: oldest_first, begin: first_sample}", terms, 2));
    assertArrayEquals(
        new float[] {1, 0, 0, 2, 0, 0, 20, 10},
        third(
            "clip: [-100, 100]",
            "[{term: command_twist, history: {frames: 2, order: oldest_first, begin: zeros}},"
                + " {term: base_height, history: {frames: 2, order: newest_first, begin: zeros}}]",
            2));
  }

  /** What a network sees in its last of some steps k, with twist k and height 10 k. */
  private static float[] third(String head, String terms, int steps) {
    Fake network = new Fake();
    DescribedPolicy p =
        policy(
            GO2,
            LEGS
                + "inputs:\n  - "
                + head
                + "\n    terms: "
                + terms
                + "\noutputs:\n  - terms: [{action: joint_position}]\n",
            network);
    for (int k = 1; k <= steps; k++) {
      p.state().twist[0] = k;
      p.state().height = 10 * k;
      p.act();
    }
    return network.seen.get(steps - 1);
  }

  @Test
  void theLastActionIsTheRawOutput_andAnAnswerThatIsNotFiniteIsNotRemembered() {
    Fake network = new Fake();
    DescribedPolicy p =
        policy(
            GO2,
            LEGS
                + """
                inputs:
                  - {tensor: obs, terms: [{term: last_action}]}
                memory: [{input: h_in, output: h_out, numbers: 1}]
                outputs:
                  - {tensor: act, terms: [{action: joint_position, scale: 0.25}]}
                """,
            network);
    network.answer = new float[] {1, 2, 3, 4};
    assertTrue(p.act());
    network.answer = new float[] {1, Float.NaN, 3, 4};
    assertFalse(p.act());
    network.answer = new float[] {5, 6, 7, 8};
    assertTrue(p.act());
    assertArrayEquals(new float[] {0, 0, 0, 0}, network.seen.get(0));
    assertArrayEquals(new float[] {1, 2, 3, 4}, network.seen.get(2));
    assertArrayEquals(new float[] {1, 2, 3, 4}, network.seen.get(4));
    // Recurrent state came back once per remembered step.
    assertEquals(1, network.seen.get(5)[0]);
    p.reset();
    p.act();
    assertArrayEquals(new float[] {0, 0, 0, 0}, network.seen.get(6));
    assertEquals(0, network.seen.get(7)[0]);
  }

  @Test
  void jointsThatTheRobotLacksAreSeenAtRest_ifTheFileSaysThatItMayLackThem() {
    Fake network = new Fake();
    String fingers =
        """
        schema: reins/policy/1
        name: reach
        period: 0.0333
        joints:
          names: [panda_joint1, panda_finger_joint1]
          posture: [0.2, 0.04]
          ABSENT
        inputs:
          - terms: [{term: joint_position}, {term: joint_velocity}, {term: command_pose_xyzw}]
        outputs:
          - terms: [{action: joint_position_delta, scale: 0.5, joints: [panda_joint1]}]
        """;
    DescribedPolicy p =
        policy(PANDA, fingers.replace("ABSENT", "absent: [panda_finger_joint1]"), network);
    int joint = PANDA.jointNames().indexOf("panda_joint1");
    p.state().q[joint] = 0.7;
    network.answer = new float[] {1};
    p.act();
    assertArrayEquals(
        new float[] {0.7f, 0.04f, 0, 0, 0, 0, 0, 0, 0, 0, 1}, network.seen.get(0), 1e-6f);
    assertEquals(1.2, p.command().position[joint], 1e-12);
    String refused =
        assertThrows(
                PolicyFileException.class,
                () -> policy(PANDA, fingers.replace("ABSENT", ""), new Fake()))
            .getMessage();
    assertTrue(refused.startsWith("the policy has joint panda_finger_joint1: robot panda has "));
    assertTrue(refused.contains("joints.absent"));
  }

  @Test
  void anArmHasNoBodyThatMoves_andLegsHaveNoTool() {
    String gravity =
        LEGS
            + "inputs: [{terms: [{term: projected_gravity}]}]\n"
            + "outputs: [{terms: [{action: joint_position}]}]\n";
    String arm = gravity.replaceAll("F[LR]_(hip|calf)_joint", "");
    assertThrows(PolicyFileException.class, () -> policy(PANDA, arm, new Fake()));
    assertEquals(
        "the policy sees tool_position: robot go2 has no tool",
        assertThrows(
                PolicyFileException.class,
                () ->
                    policy(GO2, gravity.replace("projected_gravity", "tool_position"), new Fake()))
            .getMessage());
  }
}

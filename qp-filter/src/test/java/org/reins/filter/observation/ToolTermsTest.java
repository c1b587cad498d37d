package org.reins.filter.observation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.AllocationMeter;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/**
 * Terms and actions of the tool. The poses were computed from the robots' files by a program of its
 * own in another language, by products of rotations.
 */
class ToolTermsTest {
  private static final double[] PANDA_Q = {0.3, -0.5, 0.2, -2.0, 0.4, 1.8, 0.1};
  private static final double[] PANDA_P = {0.351316459, 0.288753498, 0.59019802};
  private static final double[] PANDA_W = {0.18590148, -0.962590699, -0.173235223, -0.094070951};
  private static final double[] PANDA_R = {
    0.922280427,
    0.368485087,
    0.116694275,
    0.298533371,
    -0.870860394,
    0.390486876,
    0.245513013,
    -0.325301267,
    -0.913182592
  };
  private static final double[] UR_Q = {0.2, -1.2, 1.4, -0.9, 0.5, 0.3};
  private static final double[] UR_P = {0.601049266, 0.436578029, 0.466091074};
  private static final double[] UR_W = {0.212783376, -0.0413368, 0.586399235, 0.780480903};
  private static final double[] UR_R = {
    -0.906029008,
    -0.380626459,
    0.185026853,
    0.283666988,
    -0.221718343,
    0.932938378,
    -0.314077183,
    0.897755242,
    0.308854412
  };

  private static PolicyDescription description(RobotModel robot, String terms, String actions) {
    String names = String.join(", ", robot.jointNames());
    String posture =
        Arrays.stream(robot.posture()).mapToObj(Double::toString).collect(Collectors.joining(", "));
    return PolicyFile.parse(
        "p.yaml",
        """
        schema: reins/policy/1
        name: tool
        period: 0.02
        joints: {names: [%s], posture: [%s]}
        inputs: [{terms: [%s]}]
        outputs: [{terms: [%s]}]
        """
            .formatted(names, posture, terms, actions));
  }

  private static PolicyFrame frame(RobotModel robot, String terms, String actions) {
    double[] gains = new double[robot.dof()];
    return new PolicyFrame(robot, description(robot, terms, actions), gains, gains);
  }

  private static void requirePose(String name, double[] q, double[] p, double[] w, double[] r) {
    RobotModel robot = RobotFiles.arm(name);
    PolicyFrame f =
        frame(
            robot,
            "{term: tool_pose_wxyz}, {term: tool_pose_xyzw}, {term: tool_quaternion_wxyz},"
                + " {term: tool_quaternion_xyzw}, {term: tool_rotation_6d_columns},"
                + " {term: tool_rotation_6d_rows}, {term: tool_position}",
            "{action: joint_position}");
    System.arraycopy(q, 0, f.state().q, 0, q.length);
    float[][] seen = {new float[7 + 7 + 4 + 4 + 6 + 6 + 3]};
    f.observe(seen);
    double[] all = {
      p[0], p[1], p[2], w[0], w[1], w[2], w[3], p[0], p[1], p[2], w[1], w[2], w[3], w[0], w[0],
      w[1], w[2], w[3], w[1], w[2], w[3], w[0], r[0], r[3], r[6], r[1], r[4], r[7], r[0], r[1],
      r[2], r[3], r[4], r[5], p[0], p[1], p[2]
    };
    for (int k = 0; k < all.length; k++) {
      assertEquals(all[k], seen[0][k], 1e-6, "number " + k);
    }
  }

  @Test
  void theToolsPoseIsThatOfAnIndependentComputation() {
    requirePose("panda", PANDA_Q, PANDA_P, PANDA_W, PANDA_R);
    requirePose("ur5e", UR_Q, UR_P, UR_W, UR_R);
  }

  @Test
  void aQuaternionComesFromEveryTurn() {
    double[][] turns = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {0.1, 0.7, 0.7, 0}};
    double[] r = new double[9];
    double[] back = new double[4];
    for (double[] q : turns) {
      double length = Math.sqrt(Arrays.stream(q).map(v -> v * v).sum());
      double[] unit = Arrays.stream(q).map(v -> v / length).toArray();
      org.reins.robot.dynamics.FloatingBaseDynamics.toRotation(unit, r);
      ToolFrame.toQuaternion(r, back);
      assertArrayEquals(unit, back, 1e-12);
    }
  }

  /** Where the targets of an action bring the tool: position, then the rotation's rows. */
  private static double[] reached(RobotModel robot, double[] q, String action, float... raw) {
    PolicyFrame f = frame(robot, "{term: joint_position}", action);
    System.arraycopy(q, 0, f.state().q, 0, q.length);
    f.observe(new float[][] {new float[robot.dof()]});
    f.answer(raw);
    ToolFrame tool = new ToolFrame(robot);
    tool.update(f.command().position);
    double[] all = Arrays.copyOf(tool.position, 12);
    System.arraycopy(tool.rotation, 0, all, 3, 9);
    return all;
  }

  private static double[] pose(double[] p, double[] r, double x, double y, double z) {
    double[] all = {p[0] + x, p[1] + y, p[2] + z, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    System.arraycopy(r, 0, all, 3, 9);
    return all;
  }

  @Test
  void theTargetsOfAToolActionBringTheToolThere() {
    RobotModel panda = RobotFiles.arm("panda");
    RobotModel ur5e = RobotFiles.arm("ur5e");
    double close = 1e-4;
    assertArrayEquals(
        pose(PANDA_P, PANDA_R, 0.02, -0.01, 0.03),
        reached(
            panda,
            PANDA_Q,
            "{action: tool_position_delta, scale: 0.01}, {action: ignored}",
            2,
            -1,
            3,
            99),
        close);
    assertArrayEquals(
        pose(UR_P, UR_R, -0.02, 0.03, 0.01),
        reached(ur5e, UR_Q, "{action: tool_pose_delta}", -0.02f, 0.03f, 0.01f, 0, 0, 0),
        close);
    // A turn by 0.3 rad about z of the base: rows x and y of the rotation mix.
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    double[] turned = PANDA_R.clone();
    for (int k = 0; k < 3; k++) {
      turned[k] = c * PANDA_R[k] - s * PANDA_R[3 + k];
      turned[3 + k] = s * PANDA_R[k] + c * PANDA_R[3 + k];
    }
    assertArrayEquals(
        pose(PANDA_P, turned, 0, 0, 0),
        reached(panda, PANDA_Q, "{action: tool_pose_delta}", 0, 0, 0, 0, 0, 0.3f),
        close);
    float[] raw = {0.37f, 0.28f, 0.57f, -0.962590699f, -0.173235223f, -0.094070951f, 0.18590148f};
    double[] there = {0.37 - PANDA_P[0], 0.28 - PANDA_P[1], 0.57 - PANDA_P[2]};
    assertArrayEquals(
        pose(PANDA_P, PANDA_R, there[0], there[1], there[2]),
        reached(panda, PANDA_Q, "{action: tool_pose_xyzw}", raw),
        close);
    float[] first = {raw[0], raw[1], raw[2], raw[6], raw[3], raw[4], raw[5]};
    assertArrayEquals(
        pose(PANDA_P, PANDA_R, there[0], there[1], there[2]),
        reached(panda, PANDA_Q, "{action: tool_pose_wxyz}", first),
        close);
    double[] free = reached(ur5e, UR_Q, "{action: tool_position}", 0.55f, 0.4f, 0.5f);
    assertArrayEquals(new double[] {0.55, 0.4, 0.5}, Arrays.copyOf(free, 3), close);
  }

  /** Far away, at a singularity, not a number: joints stay within their limits and near. */
  @ParameterizedTest
  @ValueSource(strings = {"panda", "ur5e", "gen3"})
  void whatTheToolCannotReachKeepsTheJointsWithinLimitsAndReach(String name) {
    RobotModel robot = RobotFiles.arm(name);
    PolicyFrame f = frame(robot, "{term: joint_position}", "{action: tool_pose_wxyz}");
    java.util.SplittableRandom random = new java.util.SplittableRandom(5);
    float[] raw = new float[7];
    for (int k = 0; k < 500; k++) {
      for (int i = 0; i < robot.dof(); i++) {
        var l = robot.joints().get(i).limits();
        f.state().q[i] = random.nextDouble(Math.max(-3, l.lower()), Math.min(3, l.upper()));
      }
      for (int i = 0; i < 7; i++) {
        raw[i] = (float) random.nextDouble(-3, 3);
      }
      if (k % 50 == 0) {
        Arrays.fill(raw, 3, 7, 0);
      }
      f.answer(raw);
      for (int i = 0; i < robot.dof(); i++) {
        var l = robot.joints().get(i).limits();
        double target = f.command().position[i];
        assertTrue(target >= l.lower() && target <= l.upper(), name + " " + k + ": " + target);
        assertTrue(Math.abs(target - f.state().q[i]) <= 0.5 + 1e-9, name + " " + k);
      }
    }
  }

  @Test
  void aRobotWithoutAToolIsNamed() {
    RobotModel go2 = RobotFiles.load("go2");
    String message =
        assertThrows(
                PolicyFileException.class,
                () -> frame(go2, "{term: joint_position}", "{action: tool_position}"))
            .getMessage();
    assertEquals("the policy commands a tool: robot go2 has none", message);
  }

  /** Each term and each action, on arrays that are there. */
  @Test
  void observingAndActingAllocatesNothing() {
    RobotModel panda = RobotFiles.arm("panda");
    PolicyFrame f =
        frame(
            panda,
            "{term: joint_position}, {term: joint_position_relative, history: {frames: 3, order:"
                + " oldest_first, begin: zeros}}, {term: joint_velocity}, {term: joint_effort},"
                + " {term: command_position}, {term: command_pose_wxyz}, {term: command_pose_xyzw},"
                + " {term: command_joint_position}, {term: tool_position}, {term:"
                + " tool_pose_wxyz}, {term: tool_quaternion_xyzw}, {term:"
                + " tool_rotation_6d_columns}, {term: goal_minus_tool}, {term: wrench, max_age: 1},"
                + " {term: range_scan, numbers: 30, max_age: 1}, {term: height_scan, numbers: 20,"
                + " max_age: 1}, {term: last_action}, {term: constant, values: [1, 2]}",
            "{action: tool_pose_delta, scale: 0.01}, {action: stiffness}, {action: ignored}");
    int numbers = f.description().inputs().get(0).numbers(8);
    float[][] seen = {new float[numbers]};
    float[] raw = {1, 0.5f, -1, 0.3f, 0.2f, 0.1f, 1, 0};
    AllocationMeter.assertNoAllocation(
        () -> {
          f.observe(seen);
          f.answer(raw);
        });
    assertTrue(f.command().position[0] != panda.posture()[0]);
  }
}

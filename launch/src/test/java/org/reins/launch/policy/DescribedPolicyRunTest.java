package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.observation.ArmPolicy;
import org.reins.filter.observation.DescribedArmPolicy;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.ReachInterface;
import org.reins.filter.observation.ReachPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.policy.PolicyFileException;
import org.reins.learning.policy.OnnxWriter;
import org.reins.learning.policy.TanhNetwork;
import org.reins.node.assembly.BuiltInModels;
import org.reins.node.policy.DescribedPolicies;
import org.reins.node.policy.OnnxNetwork;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.Terrain;

/** Described policies on robots: real files, a real network, a simulated robot. */
class DescribedPolicyRunTest {
  @TempDir private Path folder;

  private Path describe(String network) throws IOException {
    Path file = folder.resolve("stand.yaml");
    Files.writeString(
        file,
        """
        schema: reins/policy/1
        name: stand
        robot: go2
        network: NETWORK
        period: 0.02
        joints:
          names: [FR_hip_joint, FR_thigh_joint, FR_calf_joint, FL_hip_joint, FL_thigh_joint,
                  FL_calf_joint, RR_hip_joint, RR_thigh_joint, RR_calf_joint, RL_hip_joint,
                  RL_thigh_joint, RL_calf_joint]
          posture: [0, 0.8, -1.5, 0, 0.8, -1.5, 0, 0.8, -1.5, 0, 0.8, -1.5]
          stiffness: 40
          damping: 1
        inputs:
          - terms:
              - {term: base_angular_velocity, scale: 0.25}
              - {term: projected_gravity}
              - {term: command_twist}
              - {term: joint_position_relative}
              - {term: joint_velocity, scale: 0.05}
              - {term: last_action}
        outputs:
          - terms: [{action: joint_position, scale: 0.25}]
        """
            .replace("NETWORK", network));
    return file;
  }

  /** A network that always answers zeros: the robot holds its default posture. */
  private Path standing(int observation) throws IOException {
    int[] sizes = {observation, 12};
    double[] zeros = new double[TanhNetwork.parameterCount(sizes)];
    Path file = describe("stand.onnx");
    Files.write(
        folder.resolve("stand.onnx"), OnnxWriter.write(new TanhNetwork(sizes, zeros), Map.of()));
    return file;
  }

  @Test
  void aPolicyThatAnswersZeros_standsThroughTheCourse_andTheFilterLeavesItAlone()
      throws IOException {
    RobotModel go2 = RobotFiles.load("go2");
    try (DescribedPolicy policy = DescribedPolicies.load(go2, standing(45))) {
      WalkTrial trial =
          new WalkTrial(go2, policy, r -> new EmbeddedLegged(r, WalkTrial.plant(), Terrain.FLAT));
      for (boolean filtered : new boolean[] {false, true}) {
        WalkTrial.Outcome o = trial.run(filtered, 1);
        assertFalse(o.fallen());
        assertEquals(0, o.forward(), 0.1);
        assertEquals(0, o.turn(), 0.1);
        assertEquals(0, o.limits());
        assertTrue(o.changed() < 0.05);
      }
    }
  }

  @Test
  void aNetworkOfAnotherSizeAndOneOfAnUnknownFormatAreNamed() throws IOException {
    RobotModel go2 = RobotFiles.load("go2");
    Path wrong = standing(48);
    String size =
        assertThrows(RuntimeException.class, () -> DescribedPolicies.load(go2, wrong)).getMessage();
    assertTrue(size.contains("[1, 48]") && size.contains("45 numbers"), size);
    Path unknown = describe("policy.h5");
    String format =
        assertThrows(PolicyFileException.class, () -> DescribedPolicies.load(go2, unknown))
            .getMessage();
    assertTrue(format.contains("network is policy.h5: this process runs "), format);
    assertTrue(format.contains("ONNX (.onnx)") && format.contains("TorchScript"), format);
  }

  @Test
  void theBuiltInReachingPolicy_isExpressedInADescription_andMovesAsItsOwnInterfaceDoes()
      throws IOException {
    RobotModel panda = RobotFiles.arm("panda");
    byte[] network = BuiltInModels.bytes(BuiltInModels.require("panda").policy());
    ReachInterface reach = new ReachInterface(panda);
    PolicyDescription description = PolicyFile.parse("reach.policy.yaml", shipped());
    double[] kp = new double[7];
    for (int i = 0; i < 7; i++) {
      kp[i] = ReachInterface.stiffness(panda, i);
    }
    try (OnnxPolicy plain =
            new OnnxPolicy("panda", network, reach.observationSize(), reach.actionSize());
        DescribedPolicy described =
            new DescribedPolicy(
                panda, description, kp, kp, (in, out) -> new OnnxNetwork("p", network, in, out))) {
      requireEqual(new ReachPolicy(panda, plain), new DescribedArmPolicy(panda, described));
    }
  }

  private static void requireEqual(ArmPolicy one, ArmPolicy other) {
    SplittableRandom random = new SplittableRandom(3);
    double[] posture = RobotFiles.arm("panda").posture();
    double[][] target = new double[2][7];
    double[][] stiffness = new double[2][7];
    double[] q = new double[7];
    double[] qd = new double[7];
    double[] goal = new double[3];
    for (int k = 0; k < 1000; k++) {
      for (int i = 0; i < 7; i++) {
        q[i] = posture[i] + random.nextDouble(-0.5, 0.5);
        qd[i] = random.nextDouble(-1, 1);
      }
      for (int i = 0; i < 3; i++) {
        goal[i] = random.nextDouble(-0.6, 0.6);
      }
      assertTrue(one.act(q, qd, goal, target[0], stiffness[0]));
      assertTrue(other.act(q, qd, goal, target[1], stiffness[1]));
      assertArrayEquals(target[0], target[1], 1e-6);
      assertArrayEquals(stiffness[0], stiffness[1], 1e-4);
    }
    assertEquals(one.period(), other.period());
  }

  private static String shipped() throws IOException {
    try (InputStream in =
        BuiltInModels.class.getResourceAsStream("/models/panda_reach.policy.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

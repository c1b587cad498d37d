package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.observation.DescribedArmInterface;
import org.reins.filter.observation.DescribedArmPolicy;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.cell.CellModels;
import org.reins.launch.cell.CellPolicy;
import org.reins.launch.experiment.ArmSetting;
import org.reins.launch.experiment.FilteredArm;
import org.reins.launch.simnode.Backend;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ClosedLoop;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.PolicyChoice;

/** Policies that answer chunks, from their files, in a cell and as a training environment. */
class ChunkedPolicyRunTest {
  private static final int STEPS = 20;
  private static final RobotModel PANDA = RobotFiles.arm("panda");

  @TempDir private Path folder;

  /** Seen are 14 numbers; each step of the answer moves the joints by up to 2 mrad. */
  private TinyNetwork network() throws IOException {
    TinyNetwork network = new TinyNetwork(3, STEPS * 7, new String[] {"obs"}, 14);
    network.write(folder.resolve("vla.onnx"), Map.of(), "actions");
    return network;
  }

  private Path describe(String terms, String action) throws IOException {
    Path file = folder.resolve("vla.yaml");
    Files.writeString(
        file,
        """
        schema: reins/policy/1
        name: vla
        robot: panda
        network: vla.onnx
        period: 0.2
        chunk: {steps: %d, step: 0.02, range: [-1, 1]}
        joints:
          names: [panda_joint1, panda_joint2, panda_joint3, panda_joint4, panda_joint5,
                  panda_joint6, panda_joint7]
          posture: [0, -0.7854, 0, -2.3562, 0, 1.5708, 0.7854]
        inputs: [{terms: [%s]}]
        outputs: [{terms: [%s]}]
        """
            .formatted(STEPS, terms, action));
    return file;
  }

  private static final String SEEN = "{term: joint_position_relative}, {term: joint_velocity}";

  @Test
  void everyStepOfAChunkIsTheNetworksRowOfNumbers() throws IOException {
    TinyNetwork network = network();
    Path file = describe(SEEN, "{action: joint_position, scale: 0.002, offset: 0.01}");
    try (DescribedPolicy policy = DescribedPolicies.load(PANDA, file)) {
      DescribedArmPolicy arm = new DescribedArmPolicy(PANDA, policy);
      assertTrue(arm.isChunked() && !arm.needsGoal());
      ActionChunk chunk = new ActionChunk(7);
      double[] q = PANDA.posture().clone();
      q[2] += 0.3;
      double[] qd = {0, 0.1, 0, 0, 0, 0, -0.2};
      assertTrue(arm.plan(q, qd, new double[3], chunk));
      double[] seen = {0, 0, 0.3, 0, 0, 0, 0, 0, 0.1, 0, 0, 0, 0, -0.2};
      double[] raw = network.answer(seen);
      double[] expected = new double[STEPS * 7];
      for (int k = 0; k < expected.length; k++) {
        expected[k] = PANDA.posture()[k % 7] + 0.002 * raw[k] + 0.01;
      }
      assertEquals(STEPS, chunk.steps);
      assertEquals(0.02, chunk.step);
      assertArrayEquals(expected, java.util.Arrays.copyOf(chunk.target, expected.length), 1e-6);
      assertTrue(chunk.stiffness[0] > 0);
    }
  }

  @Test
  void inACellTheChunksAreExecutedBehindTheFilter() throws IOException {
    network();
    Path file = describe(SEEN, "{action: joint_position, scale: 0.002, offset: 0.05}");
    Cell cell = CellFile.load("panda-zone").with(new PolicyChoice.Network(file.toString()));
    try (CellPolicy policy = CellPolicy.of(cell)) {
      ClosedLoop loop =
          CellModels.loop(
              cell, policy, CellModels.filter(cell, null, QpBackEnd.OWN), Backend.EMBEDDED);
      loop.reset(1);
      double before = 0;
      for (int k = 0; k < 2000; k++) {
        loop.step();
        assertTrue(loop.lastInput().actionFresh, "at " + k);
        double now = loop.lastInput().target[1];
        assertTrue(k == 0 || Math.abs(now - before) < 1e-3, "at " + k);
        before = now;
      }
      assertEquals(0, loop.judge().events());
      assertEquals(0, loop.fallbacks());
      for (int i = 0; i < 7; i++) {
        assertEquals(PANDA.posture()[i] + 0.05, loop.lastInput().target[i], 0.0021);
        assertEquals(loop.lastInput().target[i], loop.lastInput().q[i], 0.03);
      }
    }
  }

  @Test
  void anEnvironmentTakesWholeChunks_andOneThatJumpsChangesNothing() throws IOException {
    Path file = describe(SEEN, "{action: joint_position}");
    Cell cell = CellFile.load("panda-zone");
    DescribedArmInterface seen = DescribedPolicies.learning(PANDA, PolicyFile.read(file));
    assertEquals(STEPS * 7, seen.actionSize());
    FilteredArm arm =
        new FilteredArm(
            ArmSetting.of(cell, seen),
            CellModels.filter(cell, null, QpBackEnd.OWN),
            () -> EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top()),
            null,
            null);
    arm.reset(1);
    float[] observation = new float[arm.observationSize()];
    float[] action = new float[STEPS * 7];
    for (int k = 0; k < STEPS; k++) {
      action[7 * k] = 0.005f * k;
    }
    for (int k = 0; k < 5; k++) {
      arm.observe(observation);
      arm.step(action);
    }
    assertEquals(0, seen.refusedChunks());
    double reached = arm.arm().trueQ()[0];
    assertTrue(reached > 0.02 && reached < 0.1, "reached " + reached);
    action[7 * 3] = 1;
    arm.observe(observation);
    arm.step(action);
    assertEquals(1, seen.refusedChunks());
    assertEquals(0, arm.judge().events());
  }

  @Test
  void aTermThatOnlyATopicDelivers_isRefusedWhereThereIsNoGraph() throws IOException {
    new TinyNetwork(3, STEPS * 7, new String[] {"obs"}, 6)
        .write(folder.resolve("vla.onnx"), Map.of(), "actions");
    Path file = describe("{term: wrench, max_age: 0.1}", "{action: joint_position, scale: 0.1}");
    Cell cell = CellFile.load("panda-zone").with(new PolicyChoice.Network(file.toString()));
    String message =
        assertThrows(ReinsException.class, () -> CellPolicy.of(cell).close()).getMessage();
    assertTrue(
        message.startsWith("policy vla sees wrench, which only the topic wrench delivers"),
        message);
  }

  @Test
  void legsTakeNoChunks() throws IOException {
    Path file = describe(SEEN, "{action: joint_position, scale: 0.1}");
    RobotModel go2 = RobotFiles.load("go2");
    String legs = Files.readString(file).replaceAll("panda_joint[1-7]", "J");
    int[] k = {0};
    String named =
        java.util.regex.Pattern.compile("\\bJ\\b")
            .matcher(legs)
            .replaceAll(m -> go2.jointNames().get(k[0]++))
            .replaceAll("posture: \\[.*", "posture: [0, 0.8, -1.5, 0, 0.8, -1.5, 0]");
    Files.writeString(file, named);
    String message =
        assertThrows(ReinsException.class, () -> DescribedPolicies.load(go2, file)).getMessage();
    assertTrue(message.contains("robots on legs take one action at a time"), message);
  }
}

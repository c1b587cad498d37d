package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.policy.OnnxFacts;
import org.reins.robot.ReinsException;

/** ONNX files that describe themselves: mjlab's and exploy's. */
class OnnxMetadataImportTest {
  private static final String JOINTS =
      "FR_hip_joint,FR_thigh_joint,FR_calf_joint,FL_hip_joint,FL_thigh_joint,FL_calf_joint,"
          + "RR_hip_joint,RR_thigh_joint,RR_calf_joint,RL_hip_joint,RL_thigh_joint,RL_calf_joint";
  private static final Map<String, String> MJLAB =
      Map.of(
          "run_path", "somebody/run",
          "joint_names", JOINTS,
          "joint_stiffness", "20.000,21.000,22.000,20,20,20,20,20,20,20,20,40.125",
          "joint_damping", "1.0,1,1,1,1,1,1,1,1,1,1,2.500",
          "default_joint_pos", "0.1,0.9,-1.8,-0.1,0.9,-1.8,0.1,0.9,-1.8,-0.1,0.9,-1.8",
          "command_names", "twist",
          "observation_names",
              "base_lin_vel,base_ang_vel,projected_gravity,joint_pos,joint_vel,actions,command",
          "action_scale", "0.2,0.3,0.3,0.2,0.3,0.3,0.2,0.3,0.3,0.2,0.3,0.375");
  private static final double[] HOME = {
    0.1, 0.9, -1.8, -0.1, 0.9, -1.8, 0.1, 0.9, -1.8, -0.1, 0.9, -1.8
  };
  private static final double[] SCALE = {
    0.2, 0.3, 0.3, 0.2, 0.3, 0.3, 0.2, 0.3, 0.3, 0.2, 0.3, 0.375
  };

  @TempDir private Path folder;

  private TinyNetwork mjlab(Map<String, String> metadata) throws IOException {
    TinyNetwork network = new TinyNetwork(9, 12, new String[] {"obs"}, 48);
    network.write(folder.resolve("policy.onnx"), metadata, "actions");
    return network;
  }

  private String refused(ImportOptions options) {
    return assertThrows(
            ReinsException.class,
            () -> PolicyImports.read(folder.resolve("policy.onnx"), options, OnnxFacts::read))
        .getMessage();
  }

  @Test
  void mjlabsMetadataHasJointsGainsAndTerms_andThePeriodIsGiven() throws IOException {
    TinyNetwork network = mjlab(MJLAB);
    RandomLegs legs = new RandomLegs();
    double[][] last = {new double[12]};
    ImportedPolicy made =
        legs.agrees(
            folder,
            RandomLegs.with(0.02),
            () -> {
              double[] relative = new double[12];
              for (int i = 0; i < 12; i++) {
                relative[i] = legs.q[i] - HOME[i];
              }
              last[0] =
                  network.answer(
                      RandomLegs.join(
                          legs.linear,
                          legs.angular,
                          legs.gravity(),
                          relative,
                          legs.qd,
                          last[0],
                          legs.twist));
              double[] target = new double[12];
              for (int i = 0; i < 12; i++) {
                target[i] = HOME[i] + SCALE[i] * last[0][i];
              }
              return target;
            });
    assertEquals(40.125, made.description().joints().stiffness()[11]);
    assertEquals(2.5, made.description().joints().damping()[11]);
  }

  @Test
  void whatMjlabsMetadataDoesNotSayIsAskedFor_andWhatDoesNotFitIsNamed() throws IOException {
    String file = folder.resolve("policy.onnx").toString();
    mjlab(MJLAB);
    assertEquals(
        file + ": its metadata does not have the time between two actions: give --period, s",
        refused(RandomLegs.ON_GO2));
    Map<String, String> changed = new HashMap<>(MJLAB);
    changed.put("observation_names", "base_ang_vel,phase,joint_pos");
    mjlab(changed);
    assertEquals(
        file
            + ": observation_names has phase: Reins knows actions, base_ang_vel, base_lin_vel,"
            + " command, joint_pos, joint_vel, last_action, projected_gravity",
        refused(RandomLegs.with(0.02)));
    changed.put("observation_names", "base_ang_vel,joint_pos");
    mjlab(changed);
    assertTrue(
        refused(RandomLegs.with(0.02))
            .startsWith(
                file
                    + ": the input obs has 48 numbers: the terms under observation_names have 15"
                    + " numbers"));
    changed.putAll(MJLAB);
    changed.put("joint_damping", "1,1");
    mjlab(changed);
    assertEquals(
        file + ": joint_damping has 2 numbers: there are 12 joints",
        refused(RandomLegs.with(0.02)));
    changed.put("joint_damping", "1,one");
    mjlab(changed);
    assertEquals(
        file + ": joint_damping has one: numbers are needed", refused(RandomLegs.with(0.02)));
  }

  private static final String[] EXPLOY_INPUTS = {
    "obj.dog.joints.pos",
    "obj.dog.joints.vel",
    "obj.dog.trunk.w_Q_b",
    "obj.dog.trunk.lin_vel_b_rt_w_in_b",
    "sensor.imu.back.ang_vel_b_rt_w_in_b",
    "cmd.se2_velocity.base_velocity",
    "memory.actions.in"
  };
  private static final Map<String, String> EXPLOY =
      Map.of(
          "exploy_version", "\"0.1.0\"",
          "sim_dt", "0.005",
          "decimation", "4",
          "update_rate", "200.0",
          "base_names", "{\"dog\": \"trunk\"}",
          "obj.dog.joints", "{\"joint_names\": [\"" + JOINTS.replace(",", "\", \"") + "\"]}",
          "output.joint_targets.legs",
              "{\"type\": \"joint_targets\", \"names\": [\""
                  + JOINTS.replace(",", "\", \"")
                  + "\"], \"stiffness\": [20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 30],"
                  + " \"damping\": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]}",
          "cmd.se2_velocity.base_velocity",
              "{\"ranges\": {\"lin_vel_x\": [-1.0, 2.0], \"lin_vel_y\": [-0.5, 0.5],"
                  + " \"ang_vel_z\": [0.2, 1.0]}}");

  @Test
  void exploysTensorsAreTheTerms_andItsTargetsAreAbsolute() throws IOException {
    TinyNetwork network = new TinyNetwork(10, 12, EXPLOY_INPUTS, 12, 12, 4, 3, 3, 3, 12);
    network.write(
        folder.resolve("policy.onnx"),
        EXPLOY,
        "actions",
        "output.joint_targets.legs.pos",
        "output.joint_targets.legs.vel",
        "memory.actions.out");
    RandomLegs legs = new RandomLegs();
    double[][] last = {new double[12]};
    ImportedPolicy made =
        legs.agrees(
            folder,
            RandomLegs.ON_GO2,
            () -> {
              last[0] =
                  network.answer(
                      legs.q,
                      legs.qd,
                      legs.quaternion,
                      legs.linear,
                      legs.angular,
                      legs.twist,
                      last[0]);
              return last[0];
            });
    assertEquals(0.02, made.description().period());
    assertEquals(30, made.description().joints().stiffness()[11]);
    // A turn that was trained without 0 still lets the robot stop.
    assertArrayEquals(new double[] {-1, -0.5, 0}, made.description().twist().low());
    assertTrue(
        made.notes().stream().anyMatch(n -> n.startsWith("ang_vel_z was trained without 0")));
  }

  @Test
  void exploysStepCounterAndUnknownTensorsAreRefusedByName() throws IOException {
    String file = folder.resolve("policy.onnx").toString();
    String[] counted = EXPLOY_INPUTS.clone();
    counted[5] = "ctx.step_count";
    new TinyNetwork(11, 12, counted, 12, 12, 4, 3, 3, 1, 12)
        .write(
            folder.resolve("policy.onnx"),
            EXPLOY,
            "output.joint_targets.legs.pos",
            "memory.actions.out");
    assertEquals(
        file
            + " counts the steps of the physics itself (ctx.step_count): Reins calls a network once"
            + " per action, so name the file that exploy wrote beside it for that,"
            + " debug/policy_default.onnx",
        refused(RandomLegs.ON_GO2));
    counted[5] = "sensor.ray_caster.scan.height";
    new TinyNetwork(11, 12, counted, 12, 12, 4, 3, 3, 1, 12)
        .write(
            folder.resolve("policy.onnx"),
            EXPLOY,
            "output.joint_targets.legs.pos",
            "memory.actions.out");
    assertTrue(
        refused(RandomLegs.ON_GO2)
            .startsWith(
                file + " has the inputs sensor.ray_caster.scan.height: Reins knows obj.NAME."));
  }

  @Test
  void exploysBodyThatIsNotTheBaseIsNotTakenForIt_norAJointThatIsSeenTwice() throws IOException {
    String[] inputs = EXPLOY_INPUTS.clone();
    inputs[3] = "obj.dog.foot.lin_vel_b_rt_w_in_b";
    String[] outputs = {"output.joint_targets.legs.pos", "memory.actions.out"};
    Path file = folder.resolve("policy.onnx");
    new TinyNetwork(10, 12, inputs, 12, 12, 4, 3, 3, 3, 12).write(file, EXPLOY, outputs);
    assertTrue(
        refused(RandomLegs.ON_GO2)
            .startsWith(file + " has the inputs obj.dog.foot.lin_vel_b_rt_w_in_b: Reins knows "));
    Map<String, String> twice = new HashMap<>(EXPLOY);
    twice.put("obj.dog.joints", twice.get("obj.dog.joints").replace("FL_hip", "FR_hip"));
    new TinyNetwork(10, 12, EXPLOY_INPUTS, 12, 12, 4, 3, 3, 3, 12).write(file, twice, outputs);
    assertTrue(
        refused(RandomLegs.ON_GO2)
            .endsWith("term joint_position has joint FR_hip_joint twice: allowed is once"));
  }
}

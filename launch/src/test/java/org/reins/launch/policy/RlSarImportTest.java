package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.policy.OnnxFacts;
import org.reins.robot.ReinsException;

/** Bundles of rl_sar and of quadruped_ros2_control, against what their controllers compute. */
class RlSarImportTest {
  private static final String BASE =
      """
      dog:
        dt: 0.005
        decimation: 4
        num_of_dofs: 12
        wheel_indices: []
        default_dof_pos: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]
        joint_names: ["FR_hip_joint", "FR_thigh_joint", "FR_calf_joint",
                      "FL_hip_joint", "FL_thigh_joint", "FL_calf_joint",
                      "RR_hip_joint", "RR_thigh_joint", "RR_calf_joint",
                      "RL_hip_joint", "RL_thigh_joint", "RL_calf_joint"]
      """;
  // The history lists the oldest frame first; the clip of the actions is below 1, so that it acts.
  private static final String CONFIG =
      """
      dog/walk:
        model_name: "walk.onnx"
        num_observations: 48
        observations: ["lin_vel", "ang_vel", "gravity_vec", "commands", "dof_pos", "dof_vel", "actions"]
        observations_history: [2, 1, 0]
        observations_history_priority: "PRIORITY"
        clip_obs: 1.5
        clip_actions_lower: [-0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.2]
        clip_actions_upper: [0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]
        rl_kp: [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]
        rl_kd: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
        action_scale: [0.125, 0.25, 0.25, 0.125, 0.25, 0.25, 0.125, 0.25, 0.25, 0.125, 0.25, 0.25]
        wheel_indices: []
        lin_vel_scale: 2.0
        ang_vel_scale: 0.25
        dof_pos_scale: 1.5
        dof_vel_scale: 0.05
        commands_scale: [2.0, 2.5, 0.25]
        default_dof_pos: [0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]
        joint_mapping: [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]
      """;
  private static final String FLAT =
      """
      model_name: "walk.onnx"
      framework: "isaacgym"
      decimation: 4
      num_observations: 45
      observations: ["commands", "ang_vel", "gravity_vec", "dof_pos", "dof_vel", "actions"]
      observations_history: [2, 1, 0]
      clip_obs: 100.0
      clip_actions_lower: [-0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3, -0.3]
      clip_actions_upper: [0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]
      rl_kp: [40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40]
      rl_kd: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
      hip_scale_reduction: 0.5
      hip_scale_reduction_indices: [0, 3, 6, 9]
      num_of_dofs: 12
      action_scale: 0.25
      lin_vel_scale: 2.0
      ang_vel_scale: 0.25
      dof_pos_scale: 1.0
      dof_vel_scale: 0.05
      commands_scale: [9.0, 9.0, 9.0]
      """;
  private static final String CONTROL =
      """
      rl_quadruped_controller:
        ros__parameters:
          update_rate: 200
          joints: [FL_hip_joint, FL_thigh_joint, FL_calf_joint, FR_hip_joint, FR_thigh_joint,
            FR_calf_joint, RL_hip_joint, RL_thigh_joint, RL_calf_joint, RR_hip_joint,
            RR_thigh_joint, RR_calf_joint]
          stand_pos: [0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]
      """;
  // FL, FR, RL, RR at the places FR, FL, RR, RL of the SDK.
  private static final int[] MAP = {3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8};
  private static final double[] HOME = {
    0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5
  };

  @TempDir private Path folder;

  private Path bundle(String base, String config) throws IOException {
    Path walk = Files.createDirectories(folder.resolve("dog").resolve("walk"));
    Files.writeString(folder.resolve("dog").resolve("base.yaml"), base);
    Files.writeString(walk.resolve("config.yaml"), config);
    return walk;
  }

  /** Frames of rl_sar: frames[0] is the newest, and they begin with zeros. */
  private static double[] history(double[][] frames, int[] terms, boolean byTerm, int... ages) {
    double[] seen = new double[0];
    if (!byTerm) {
      for (int age : ages) {
        seen = RandomLegs.join(seen, frames[age]);
      }
      return seen;
    }
    int at = 0;
    for (int size : terms) {
      for (int age : ages) {
        seen = RandomLegs.join(seen, java.util.Arrays.copyOfRange(frames[age], at, at + size));
      }
      at += size;
    }
    return seen;
  }

  private static void push(double[][] frames, double[] newest) {
    for (int f = frames.length - 1; f > 0; f--) {
      frames[f] = frames[f - 1];
    }
    frames[0] = newest;
  }

  @Test
  void rlSarPoliciesActAsTheirControllerDoes_withFramesByTimeAndByTerm() throws IOException {
    for (String priority : List.of("time", "term")) {
      Path bundle = bundle(BASE, CONFIG.replace("PRIORITY", priority));
      TinyNetwork network = new TinyNetwork(1, 12, new String[] {"obs"}, 3 * 48);
      network.write(bundle.resolve("walk.onnx"), Map.of(), "actions");
      RandomLegs legs = new RandomLegs();
      double[] last = new double[12];
      double[][] frames = new double[3][48];
      ImportedPolicy made =
          legs.agrees(
              bundle,
              RandomLegs.ON_GO2,
              () -> {
                double[] obs = new double[48];
                double[] gravity = legs.gravity();
                double[] scale = {2, 2.5, 0.25};
                for (int k = 0; k < 3; k++) {
                  obs[k] = 2 * legs.linear[k];
                  obs[3 + k] = 0.25 * legs.angular[k];
                  obs[6 + k] = gravity[k];
                  obs[9 + k] = scale[k] * legs.twist[k];
                }
                for (int i = 0; i < 12; i++) {
                  obs[12 + i] = 1.5 * (legs.q[MAP[i]] - HOME[i]);
                  obs[24 + i] = 0.05 * legs.qd[MAP[i]];
                  obs[36 + i] = last[i];
                }
                for (int i = 0; i < 48; i++) {
                  obs[i] = RandomLegs.clamp(obs[i], 1.5);
                }
                push(frames, obs);
                int[] terms = {3, 3, 3, 3, 12, 12, 12};
                double[] raw =
                    network.answer(history(frames, terms, priority.equals("term"), 2, 1, 0));
                double[] target = new double[12];
                for (int i = 0; i < 12; i++) {
                  last[i] = Math.max(i == 11 ? -0.2 : -0.3, Math.min(0.4, raw[i]));
                  target[MAP[i]] = HOME[i] + (i % 3 == 0 ? 0.125 : 0.25) * last[i];
                }
                return target;
              });
      assertEquals(0.02, made.description().period());
      assertEquals("FL_hip_joint", made.description().joints().names().get(0));
      assertEquals(31, made.description().joints().stiffness()[11]);
    }
  }

  @Test
  void theVariantWithoutBaseYamlReadsTheFramesFromTheEndAndSeesReducedHips() throws IOException {
    Path walk = Files.createDirectories(folder.resolve("config").resolve("legged_gym"));
    Files.writeString(walk.resolve("config.yaml"), FLAT);
    Files.writeString(walk.resolveSibling("robot_control.yaml"), CONTROL);
    TinyNetwork network = new TinyNetwork(2, 12, new String[] {"obs"}, 3 * 45);
    network.write(walk.resolve("walk.onnx"), Map.of(), "actions");
    RandomLegs legs = new RandomLegs();
    double[] last = new double[12];
    double[][] frames = new double[3][45];
    ImportedPolicy made =
        legs.agrees(
            walk,
            RandomLegs.ON_GO2,
            () -> {
              double[] obs = new double[45];
              double[] gravity = legs.gravity();
              double[] scale = {2, 2, 0.25};
              for (int k = 0; k < 3; k++) {
                obs[k] = scale[k] * legs.twist[k];
                obs[3 + k] = 0.25 * legs.angular[k];
                obs[6 + k] = gravity[k];
              }
              for (int i = 0; i < 12; i++) {
                obs[9 + i] = legs.q[MAP[i]] - HOME[i];
                obs[21 + i] = 0.05 * legs.qd[MAP[i]];
                obs[33 + i] = last[i];
              }
              push(frames, obs);
              // Its list, [2, 1, 0], is read from the end.
              double[] raw = network.answer(history(frames, new int[] {45}, false, 0, 1, 2));
              double[] target = new double[12];
              for (int i = 0; i < 12; i++) {
                last[i] = Math.max(-0.3, Math.min(0.4, raw[i])) * (i % 3 == 0 ? 0.5 : 1);
                target[MAP[i]] = HOME[i] + 0.25 * last[i];
              }
              return target;
            });
    assertEquals(0.02, made.description().period());
    assertTrue(made.notes().stream().anyMatch(n -> n.startsWith("commands_scale [9.0, 9.0, 9.0]")));
  }

  @Test
  void withoutRobotControlAllThatIsMissingIsSaidAtOnce_andOptionsTakeItsPlace() throws IOException {
    Path walk = Files.createDirectories(folder.resolve("legged_gym"));
    Files.writeString(walk.resolve("config.yaml"), FLAT);
    assertEquals(
        walk.resolve("config.yaml")
            + " lacks joint names in the policy's order (--joints), the default posture (--posture,"
            + " 12 numbers), the period (--period, s): they are in robot_control.yaml in the folder"
            + " above, which is not there; give them as options",
        refused(walk, ImportOptions.NONE));
    ImportOptions given =
        new ImportOptions(
            Optional.empty(), RandomLegs.GO2.jointNames(), HOME, 0.02, Map.of(), List.of());
    ImportedPolicy made = PolicyImports.read(walk, given, OnnxFacts::read);
    assertArrayEquals(HOME, made.description().joints().posture());
    assertTrue(
        made.notes().contains("the network walk.onnx is not where the bundle's format has it"));
  }

  private static String refused(Path bundle, ImportOptions options) {
    return assertThrows(
            ReinsException.class, () -> PolicyImports.read(bundle, options, OnnxFacts::read))
        .getMessage();
  }

  private void refused(String from, String to, String sentence) throws IOException {
    String config = CONFIG.replace("PRIORITY", "time");
    assertTrue(config.contains(from), from);
    Path bundle = bundle(BASE, config.replace(from, to));
    assertEquals(bundle.resolve("config.yaml") + sentence, refused(bundle, RandomLegs.ON_GO2));
  }

  @Test
  void wheelsAndUnknownTermsAreRefusedByName() throws IOException {
    refused(
        "wheel_indices: []",
        "wheel_indices: [2, 5]",
        ": the policy drives the wheels FL_calf_joint, FR_calf_joint: Reins knows arms and legs"
            + " without wheels");
    refused(
        "\"gravity_vec\"",
        "\"heights\", \"phase\"",
        ": observations has heights, phase: Reins knows lin_vel, ang_vel, gravity_vec, commands,"
            + " dof_pos, dof_vel, actions");
  }

  @Test
  void keysThatAreMissingAndLengthsThatDoNotFitAreNamed() throws IOException {
    refused(
        "  dof_vel_scale: 0.05\n",
        "",
        ": dof_vel_scale is missing, also in base.yaml: a policy cannot be run without it");
    refused("rl_kd: [1, ", "rl_kd: [", ": rl_kd has 11 numbers: there are 12 joints");
    refused(
        "num_observations: 48",
        "num_observations: 45",
        ": num_observations is 45: the terms under observations have 48 numbers with 12 joints");
    refused(
        "[2, 1, 0]",
        "[4, 2, 0]",
        ": observations_history is [4, 2, 0]: Reins knows all frames from 0 to some age, in rising"
            + " or falling order");
    refused(
        "\"time\"",
        "\"frame\"",
        ": observations_history_priority is frame: allowed is time or term");
    refused(
        "[3, 4, 5, 0",
        "[3, 4, 5, 3",
        ": joint_mapping: joint FL_hip_joint is named twice: each joint needs a name of its own");
  }

  @Test
  void jointsThatTheRobotLacksAreListedWithTheRobots_andARobotOfAnotherNameIsANote()
      throws IOException {
    Path bundle =
        bundle(BASE.replace("FR_hip_joint", "FR_HipX_joint"), CONFIG.replace("PRIORITY", "time"));
    String sentence = refused(bundle, RandomLegs.ON_GO2);
    assertTrue(sentence.startsWith("robot go2 lacks the policy's joints FR_HipX_joint: it has "));
    ImportOptions renamed =
        new ImportOptions(
            Optional.of(RandomLegs.GO2),
            List.of(),
            new double[0],
            Double.NaN,
            Map.of("FR_HipX_joint", "FR_hip_joint"),
            List.of());
    ImportedPolicy made = PolicyImports.read(bundle, renamed, OnnxFacts::read);
    assertEquals("FR_hip_joint", made.description().joints().names().get(3));
    assertTrue(
        made.notes()
            .contains(
                "the bundle is of robot dog, not go2: joints of the same names may belong to a body"
                    + " of other size and mass"));
  }
}

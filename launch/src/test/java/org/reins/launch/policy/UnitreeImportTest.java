package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.policy.OnnxFacts;
import org.reins.robot.ReinsException;

/** Bundles of unitree_rl_lab and unitree_rl_gym, against what their controllers compute. */
class UnitreeImportTest {
  // Gains are in the order of the SDK, all else in the policy's.
  private static final String DEPLOY =
      """
      joint_ids_map: [3, 0, 9, 6, 4, 1, 10, 7, 5, 2, 11, 8]
      step_dt: 0.02
      stiffness: [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]
      damping: [0.5, 0.5, 0.5, 0.7, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
      default_joint_pos: [0.1, -0.1, 0.1, -0.1, 0.8, 0.8, 1.0, 1.0, -1.5, -1.5, -1.5, -1.5]
      commands:
        base_velocity:
          ranges:
            lin_vel_x: [-1.0, 1.5]
            lin_vel_y: [-0.4, 0.4]
            ang_vel_z: [-1.0, 1.0]
            heading: null
      actions:
        JointPositionAction:
          clip:
          - [-0.5, 0.9]
          - [-0.05, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          - [-2.0, 0.9]
          joint_names: [.*]
          scale: [0.25, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25]
          offset: [0.1, -0.1, 0.1, -0.1, 0.8, 0.8, 1.0, 1.0, -1.5, -1.5, -1.5, -1.5]
          joint_ids: JOINT_IDS
      observations:
      """;
  private static final String TERMS =
      """
        SETTINGS
        base_ang_vel:
          params: {}
          clip: [-2, 2]
          scale: [0.2, 0.2, 0.2]
          history_length: 3
        projected_gravity: {params: {}, clip: null, scale: [1.0, 1.0, 1.0], history_length: 3}
        velocity_commands:
          params: {command_name: base_velocity}
          clip: [-100, 100]
          scale: [1.0, 1.0, 1.0]
          history_length: 3
        joint_pos_rel:
          params: {}
          clip: [-1, 1]
          scale: [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]
          history_length: 3
        last_action:
          params: {}
          clip: null
          scale: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
          history_length: 3
      """;
  private static final int[] MAP = {3, 0, 9, 6, 4, 1, 10, 7, 5, 2, 11, 8};
  private static final double[] HOME = {
    0.1, -0.1, 0.1, -0.1, 0.8, 0.8, 1, 1, -1.5, -1.5, -1.5, -1.5
  };

  @TempDir private Path folder;

  private Path bundle(String jointIds, String settings) throws IOException {
    Path params = Files.createDirectories(folder.resolve("params"));
    String terms = TERMS.replace("  SETTINGS\n", settings);
    Files.writeString(params.resolve("deploy.yaml"), DEPLOY.replace("JOINT_IDS", jointIds) + terms);
    return folder;
  }

  /** A term of the format: clip and scale in an order, and past frames, oldest first. */
  private static final class Term {
    private final boolean scaleFirst;
    private final double scale;
    private final double clip;
    private final Deque<double[]> frames = new ArrayDeque<>();

    Term(boolean scaleFirst, double scale, double clip) {
      this.scaleFirst = scaleFirst;
      this.scale = scale;
      this.clip = clip;
    }

    void add(double... raw) {
      double[] seen = new double[raw.length];
      for (int i = 0; i < raw.length; i++) {
        seen[i] =
            scaleFirst
                ? RandomLegs.clamp(scale * raw[i], clip)
                : scale * RandomLegs.clamp(raw[i], clip);
      }
      do {
        frames.addLast(seen);
      } while (frames.size() < 3);
      while (frames.size() > 3) {
        frames.removeFirst();
      }
    }
  }

  private void agrees(boolean scaleFirst, boolean byFrame, String jointIds, String settings)
      throws IOException {
    Path bundle = bundle(jointIds, settings);
    TinyNetwork network = new TinyNetwork(3, 12, new String[] {"obs"}, 3 * 33);
    network.write(bundle.resolve("exported").resolve("policy.onnx"), Map.of(), "actions");
    RandomLegs legs = new RandomLegs();
    double none = 1e9;
    List<Term> terms =
        List.of(
            new Term(scaleFirst, 0.2, 2),
            new Term(scaleFirst, 1, none),
            new Term(scaleFirst, 1, 100),
            new Term(scaleFirst, 2, 1),
            new Term(scaleFirst, 1, none));
    double[][] last = {new double[12]};
    ImportedPolicy made =
        legs.agrees(
            bundle,
            RandomLegs.ON_GO2,
            () -> {
              double[] relative = new double[12];
              for (int i = 0; i < 12; i++) {
                relative[i] = legs.q[MAP[i]] - HOME[i];
              }
              terms.get(0).add(legs.angular);
              terms.get(1).add(legs.gravity());
              terms.get(2).add(legs.twist);
              terms.get(3).add(relative);
              terms.get(4).add(last[0]);
              double[] obs = new double[0];
              for (int f = 0; f < (byFrame ? 3 : 1); f++) {
                for (Term t : terms) {
                  double[][] frames = t.frames.toArray(new double[0][]);
                  obs = RandomLegs.join(obs, byFrame ? frames[f] : RandomLegs.join(frames));
                }
              }
              last[0] = network.answer(obs);
              double[] target = new double[12];
              for (int i = 0; i < 12; i++) {
                double wanted = (i == 4 ? 0.5 : 0.25) * last[0][i] + HOME[i];
                double low = i == 0 ? -0.5 : i == 1 ? -0.05 : -2;
                target[MAP[i]] = Math.max(low, Math.min(0.9, wanted));
              }
              return target;
            });
    // The first joint of the policy is the fourth of the SDK.
    assertEquals(13, made.description().joints().stiffness()[0]);
    assertEquals(0.7, made.description().joints().damping()[0]);
    assertArrayEquals(new double[] {1.5, 0.4, 1}, made.description().twist().high());
  }

  @Test
  void unitreeRlLabClipsBeforeItScales_andKeepsTheFramesOfEachTermTogether() throws IOException {
    agrees(false, false, "null", "");
  }

  @Test
  void aSliceOfPythonStandsForAllJoints_inBothOfItsLayouts() throws IOException {
    agrees(false, false, "!!python/object/apply:builtins.slice [null, null, null]", "");
    agrees(
        false,
        false,
        "!!python/object/apply:builtins.slice\n    - null\n    - null\n    - null",
        "");
    assertTrue(
        refused(bundle("!!python/object/apply:builtins.slice [0, 6, 1]", ""), RandomLegs.ON_GO2)
            .endsWith("is a part of a slice: Reins knows the whole slice or a list"));
  }

  @Test
  void theVariantOfMjlabScalesFirstAndKeepsFramesTogetherIfItSaysSo() throws IOException {
    agrees(true, false, "null", "  scale_first: true\n");
    agrees(true, true, "null", "  scale_first: true\n  use_gym_history: true\n");
  }

  @Test
  void groupsOfTermsAreTensors_namedAsTheGroups() throws IOException {
    Path params = Files.createDirectories(folder.resolve("params"));
    String term = ": {params: {}, clip: null, scale: [1.0, 1.0, 1.0], history_length: 2}\n";
    Files.writeString(
        params.resolve("deploy.yaml"),
        DEPLOY.replace("JOINT_IDS", "null")
            + "  obs:\n    use_gym_history: true\n    base_ang_vel"
            + term
            + "  goal:\n    velocity_commands"
            + term);
    String[] names = {"obs", "goal"};
    TinyNetwork network = new TinyNetwork(4, 12, names, 6, 6);
    network.write(folder.resolve("exported").resolve("policy.onnx"), Map.of(), "actions");
    RandomLegs legs = new RandomLegs();
    Term angular = new Term(false, 1, 1e9);
    Term twist = new Term(false, 1, 1e9);
    legs.agrees(
        folder,
        RandomLegs.ON_GO2,
        () -> {
          angular.add(legs.angular);
          twist.add(legs.twist);
          double[][] a = angular.frames.toArray(new double[0][]);
          double[][] t = twist.frames.toArray(new double[0][]);
          double[] raw = network.answer(RandomLegs.join(a[1], a[2]), RandomLegs.join(t[1], t[2]));
          double[] target = new double[12];
          for (int i = 0; i < 12; i++) {
            double low = i == 0 ? -0.5 : i == 1 ? -0.05 : -2;
            target[MAP[i]] = Math.max(low, Math.min(0.9, (i == 4 ? 0.5 : 0.25) * raw[i] + HOME[i]));
          }
          return target;
        });
  }

  private static String refused(Path bundle, ImportOptions options) {
    return assertThrows(
            ReinsException.class, () -> PolicyImports.read(bundle, options, OnnxFacts::read))
        .getMessage();
  }

  @Test
  void withoutNamesARobotIsAskedFor_andUnknownTermsAreNamedAtOnce() throws IOException {
    String file = folder.resolve("params").resolve("deploy.yaml").toString();
    assertEquals(
        file
            + ": joint_ids_map has 12 places in the order of the maker's SDK and no names: give"
            + " --robot, or --joints in that order",
        refused(bundle("null", ""), ImportOptions.NONE));
    String unknown =
        refused(
            bundle(
                "null",
                """
                  height_scan: {params: {}, scale: [1.0], history_length: 1}
                  motion_command: {params: {}, scale: [1.0], history_length: 1}
                """),
            RandomLegs.ON_GO2);
    assertTrue(
        unknown.startsWith(
            file + ": observations has height_scan, motion_command: Reins knows base_ang_vel, "),
        unknown);
  }

  private static final String GYM =
      """
      CLOCKED
      policy_path: "{LEGGED_GYM_ROOT_DIR}/deploy/pre_train/dog/motion.onnx"
      kps: [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111]
      kds: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3]
      default_angles: [0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]
      ang_vel_scale: 0.25
      dof_pos_scale: 1.0
      dof_vel_scale: 0.05
      action_scale: 0.25
      cmd_scale: [2.0, 2.0, 0.25]
      num_actions: 12
      num_obs: NUMBERS
      """;

  @Test
  void unitreeRlGymHasItsOrderInItsScripts_withAClockOf800MillisecondsWhereNumObsLeavesTwo()
      throws IOException {
    double[] home = {0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5};
    int[] motors = {3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8};
    for (boolean real : new boolean[] {true, false}) {
      Path configs =
          Files.createDirectories(
              folder.resolve("deploy").resolve("deploy_real").resolve("configs"));
      Path file = configs.resolve("dog.yaml");
      Files.writeString(
          file,
          GYM.replace("NUMBERS", real ? "47" : "45")
              .replace(
                  "CLOCKED",
                  real
                      ? "control_dt: 0.02\nmsg_type: go\nimu_type: pelvis\nmax_cmd: [0.8, 0.5,"
                          + " 1.57]\nleg_joint2motor_idx: [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]"
                      : "simulation_dt: 0.002\ncontrol_decimation: 10"));
      TinyNetwork network = new TinyNetwork(6, 12, new String[] {"obs"}, real ? 47 : 45);
      network.write(
          folder.resolve("deploy").resolve("pre_train").resolve("dog").resolve("motion.onnx"),
          Map.of(),
          "actions");
      RandomLegs legs = new RandomLegs();
      double[][] last = {new double[12]};
      int[] counter = {0};
      ImportedPolicy made =
          legs.agrees(
              file,
              real ? RandomLegs.ON_GO2 : RandomLegs.onGo2(RandomLegs.GO2.jointNames()),
              () -> {
                double[] obs = new double[real ? 47 : 45];
                double[] gravity = legs.gravity();
                double[] scale = {2, 2, 0.25};
                for (int k = 0; k < 3; k++) {
                  obs[k] = 0.25 * legs.angular[k];
                  obs[3 + k] = gravity[k];
                  obs[6 + k] = scale[k] * legs.twist[k];
                }
                for (int i = 0; i < 12; i++) {
                  int at = real ? motors[i] : i;
                  obs[9 + i] = legs.q[at] - home[i];
                  obs[21 + i] = 0.05 * legs.qd[at];
                  obs[33 + i] = last[0][i];
                }
                if (real) {
                  double phase = counter[0]++ * 0.02 % 0.8 / 0.8;
                  obs[45] = Math.sin(2 * Math.PI * phase);
                  obs[46] = Math.cos(2 * Math.PI * phase);
                }
                last[0] = network.answer(obs);
                double[] target = new double[12];
                for (int i = 0; i < 12; i++) {
                  target[real ? motors[i] : i] = home[i] + 0.25 * last[0][i];
                }
                return target;
              });
      assertEquals(0.02, made.description().period());
      assertEquals(real ? 1.57 : Double.POSITIVE_INFINITY, made.description().twist().high()[2]);
      Files.writeString(file, GYM.replace("CLOCKED", "control_dt: 0.02").replace("NUMBERS", "50"));
      assertEquals(
          file
              + ": num_obs is 50: with 12 joints Reins knows 45 numbers, or 47 with the gait clock",
          refused(file, RandomLegs.onGo2(RandomLegs.GO2.jointNames())));
    }
  }
}

package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.policy.OnnxFacts;
import org.reins.robot.ReinsException;

/** Isaac Lab's IO descriptors and LEAPP's bundles, against what those frameworks compute. */
class IsaacLabImportTest {
  // Breadth first, as Isaac Sim orders joints.
  private static final List<String> NAMES =
      List.of(
          "FL_hip_joint",
          "FR_hip_joint",
          "RL_hip_joint",
          "RR_hip_joint",
          "FL_thigh_joint",
          "FR_thigh_joint",
          "RL_thigh_joint",
          "RR_thigh_joint",
          "FL_calf_joint",
          "FR_calf_joint",
          "RL_calf_joint",
          "RR_calf_joint");
  private static final int[] MAP = {3, 0, 9, 6, 4, 1, 10, 7, 5, 2, 11, 8};
  private static final double[] HOME = {
    0.1, -0.1, 0.1, -0.1, 0.8, 0.8, 1, 1, -1.5, -1.5, -1.5, -1.5
  };
  private static final String HOMES =
      "[0.1, -0.1, 0.1, -0.1, 0.8, 0.8, 1.0, 1.0, -1.5, -1.5, -1.5, -1.5]";
  private static final String ZEROS = "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]";
  private static final String DESCRIPTORS =
      """
      actions:
      - action_type: JointAction
        clip: null
        full_path: isaaclab.envs.mdp.actions.joint_actions.JointPositionAction
        joint_names: JOINTS
        name: joint_position_action
        offset: HOMES
        scale: 0.5
        shape: [12]
      articulations:
        robot:
          default_joint_damping: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
          default_joint_pos: HOMES
          default_joint_stiffness: [20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 30]
          joint_names: JOINTS
      observations:
        policy:
        - name: base_lin_vel
          shape: [3]
          extras: {units: m/s, modifiers: null}
          overloads: {clip: null, flatten_history_dim: true, history_length: 0, scale: null}
        - name: base_ang_vel
          shape: [3]
          overloads: {clip: [-2.0, 2.0], flatten_history_dim: true, history_length: 2, scale: 0.2}
        - name: projected_gravity
          shape: [3]
          extras: {units: m/s^2}
          overloads: {clip: null, flatten_history_dim: true, history_length: 0, scale: null}
        - name: generated_commands
          shape: [3]
          overloads: {clip: null, history_length: 0, scale: [2.0, 2.0, 0.25]}
        - name: joint_pos_rel
          shape: [4]
          joint_names: [RR_hip_joint, FL_hip_joint, FR_calf_joint, FL_thigh_joint]
          joint_pos_offsets: [-0.1, 0.1, -1.5, 0.8]
          overloads: {clip: null, history_length: 0, scale: null}
        - name: joint_vel_rel
          shape: [12]
          joint_names: JOINTS
          joint_vel_offsets: ZEROS
          overloads: {clip: null, history_length: 0, scale: 0.05}
        - name: last_action
          shape: [12]
          overloads: {clip: null, history_length: 0, scale: null}
      scene: {decimation: 4, dt: 0.02, physics_dt: 0.005}
      """
          .replace("JOINTS", NAMES.toString())
          .replace("HOMES", HOMES)
          .replace("ZEROS", ZEROS);
  private static final String LEAPP =
      """
      models:
        walk:
          inputs:
          - {name: joint_pos, dtype: float32, shape: [1, 12], kind: state/joint/position,
             element_names: [null, JOINTS]}
          - {name: joint_vel, dtype: float32, shape: [1, 12], kind: state/joint/velocity}
          - {name: root_ang_vel_b, shape: [1, 3], kind: state/body/angular_velocity}
          - {name: root_lin_vel_w, shape: [1, 3], kind: state/body/linear_velocity}
          - {name: root_quat_w, shape: [1, 4], kind: state/body/rotation,
             element_names: [QUATERNION]}
          - {name: twist, shape: [1, 3], kind: command/body/velocity}
          - {name: hidden_in, shape: [1, 12]}
          - {name: last_targets, shape: [1, 12]}
          outputs:
          - {name: targets, shape: [1, 12], kind: target/joint/position, element_names: [JOINTS]}
          - {name: hidden_out, shape: [1, 12]}
          - {name: stiffness, shape: [12], kind: kp}
          parameters: {backend: onnx, model_path: walk.onnx}
      pipeline:
        data_flow: {}
        feedback_flow:
          walk/hidden_out: [walk/hidden_in]
          walk/targets: [walk/last_targets]
        inputs: {walk: [joint_pos]}
        outputs: {walk: [targets]}
        configs: {frequency: 50}
      """
          .replace("JOINTS", NAMES.toString());

  @TempDir private Path folder;

  private Path descriptors(String yaml) throws IOException {
    Files.writeString(folder.resolve("IO_descriptors.yaml"), yaml);
    return folder;
  }

  @Test
  void isaacLabClipsBeforeItScales_subtractsOffsetsByName_andFillsItsHistoryWithTheFirstSample()
      throws IOException {
    Path bundle = descriptors(DESCRIPTORS);
    TinyNetwork network = new TinyNetwork(7, 12, new String[] {"obs"}, 3 + 6 + 3 + 3 + 4 + 24);
    network.write(bundle.resolve("policy.onnx"), Map.of(), "actions");
    RandomLegs legs = new RandomLegs();
    double[][] last = {new double[12]};
    Deque<double[]> angular = new ArrayDeque<>();
    ImportedPolicy made =
        legs.agrees(
            bundle,
            RandomLegs.ON_GO2,
            () -> {
              double[] clipped = new double[3];
              double[] command = new double[3];
              for (int k = 0; k < 3; k++) {
                clipped[k] = 0.2 * RandomLegs.clamp(legs.angular[k], 2);
                command[k] = (k == 2 ? 0.25 : 2) * legs.twist[k];
              }
              do {
                angular.addLast(clipped);
              } while (angular.size() < 2);
              if (angular.size() > 2) {
                angular.removeFirst();
              }
              double[] speeds = new double[12];
              for (int i = 0; i < 12; i++) {
                speeds[i] = 0.05 * legs.qd[MAP[i]];
              }
              double[] positions = {
                // RR hip, FL hip, FR calf, FL thigh at their places in the order of the SDK.
                legs.q[6] + 0.1, legs.q[3] - 0.1, legs.q[2] + 1.5, legs.q[4] - 0.8
              };
              last[0] =
                  network.answer(
                      RandomLegs.join(
                          legs.linear,
                          angular.getFirst(),
                          angular.getLast(),
                          legs.gravity(),
                          command,
                          positions,
                          speeds,
                          last[0]));
              double[] target = new double[12];
              for (int i = 0; i < 12; i++) {
                target[MAP[i]] = HOME[i] + 0.5 * last[0][i];
              }
              return target;
            });
    assertEquals(30, made.description().joints().stiffness()[11]);
    assertEquals(0.02, made.description().period());
  }

  @Test
  void zeroStiffnessMeansThatTheGainsAreElsewhere() throws IOException {
    ImportedPolicy made =
        PolicyImports.read(
            descriptors(
                DESCRIPTORS.replace("[20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 30]", ZEROS)),
            RandomLegs.ON_GO2,
            OnnxFacts::read);
    assertFalse(made.description().joints().hasGains());
    assertTrue(made.notes().stream().anyMatch(n -> n.startsWith("the joints' stiffness is 0")));
  }

  private void refused(String from, String to, String sentence) throws IOException {
    assertTrue(DESCRIPTORS.contains(from), from);
    Path bundle = descriptors(DESCRIPTORS.replace(from, to));
    assertEquals(bundle.resolve("IO_descriptors.yaml") + sentence, refused(bundle));
  }

  private static String refused(Path bundle) {
    return assertThrows(
            ReinsException.class,
            () -> PolicyImports.read(bundle, RandomLegs.ON_GO2, OnnxFacts::read))
        .getMessage();
  }

  @Test
  void whatIsaacLabDescribesAndReinsDoesNotKnowIsRefusedByName() throws IOException {
    refused(
        "name: base_lin_vel",
        "name: height_scan",
        ": the observations have height_scan: Reins knows base_ang_vel, base_lin_vel, joint_effort,"
            + " joint_pos, joint_pos_rel, joint_vel, joint_vel_rel, last_action, projected_gravity,"
            + " generated_commands");
    refused(
        "joint_actions.JointPositionAction",
        "task_space_actions.DifferentialInverseKinematicsAction",
        ": the action joint_position_action is a DifferentialInverseKinematicsAction: Reins knows"
            + " JointEffortAction, JointPositionAction, JointVelocityAction,"
            + " RelativeJointPositionAction");
    refused(
        "joint_pos_offsets: [-0.1, 0.1",
        "joint_pos_offsets: [-0.1, 0.2",
        ": joint_pos_rel.joint_pos_offsets of FL_hip_joint is 0.2: Reins subtracts 0.1, its default"
            + " position");
    refused(
        "dt: 0.02, physics",
        "dt: 0.03, physics",
        ": scene.dt is 0.03: physics_dt times decimation is 0.02, so the policy's rate is unclear");
    refused(
        "- name: last_action\n    shape: [12]",
        "- name: last_action\n    shape: [11]",
        ": last_action has the shape 11: Reins reads 12 numbers for it");
    refused(
        "- name: generated_commands\n    shape: [3]",
        "- name: generated_commands\n    shape: [4]",
        ": generated_commands has 4 numbers: Reins knows a twist with 3 and a pose with 7");
  }

  private Path leapp(String quaternion) throws IOException {
    Path file = folder.resolve("walk.yaml");
    Files.writeString(file, LEAPP.replace("QUATERNION", quaternion));
    return file;
  }

  @Test
  void leappTensorsAreTermsMemoryAndTheLastTargets_withTheQuaternionInTheOrderOfItsNames()
      throws IOException {
    for (String quaternion : List.of("[w, x, y, z]", "[qx, qy, qz, qw]")) {
      Path bundle = leapp(quaternion);
      String[] names = {
        "joint_pos",
        "joint_vel",
        "root_ang_vel_b",
        "root_lin_vel_w",
        "root_quat_w",
        "twist",
        "hidden_in",
        "last_targets"
      };
      TinyNetwork network = new TinyNetwork(8, 12, names, 12, 12, 3, 3, 4, 3, 12, 12);
      network.write(folder.resolve("walk.onnx"), Map.of(), "targets", "hidden_out", "stiffness");
      RandomLegs legs = new RandomLegs();
      double[][] last = {new double[12]};
      legs.agrees(
          bundle,
          RandomLegs.ON_GO2,
          () -> {
            double[] q = new double[12];
            double[] qd = new double[12];
            for (int i = 0; i < 12; i++) {
              q[i] = legs.q[MAP[i]];
              qd[i] = legs.qd[MAP[i]];
            }
            double[] o = legs.quaternion;
            double[] ordered =
                quaternion.startsWith("[w") ? o : new double[] {o[1], o[2], o[3], o[0]};
            last[0] =
                network.answer(
                    q,
                    qd,
                    legs.angular,
                    toWorld(o, legs.linear),
                    ordered,
                    legs.twist,
                    last[0],
                    last[0]);
            double[] target = new double[12];
            for (int i = 0; i < 12; i++) {
              target[MAP[i]] = last[0][i];
            }
            return target;
          });
    }
  }

  /** v + 2 w (u × v) + 2 u × (u × v). */
  private static double[] toWorld(double[] o, double[] v) {
    double[] u = {o[1], o[2], o[3]};
    double[] a = cross(u, v);
    double[] b = cross(u, a);
    double[] turned = new double[3];
    for (int k = 0; k < 3; k++) {
      turned[k] = v[k] + 2 * o[0] * a[k] + 2 * b[k];
    }
    return turned;
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  @Test
  void aTemporalAxisOfLeappIsAChunk() throws IOException {
    Path file = folder.resolve("reach.yaml");
    String yaml =
        """
        models:
          reach:
            inputs:
            - {name: joint_pos, dtype: float32, shape: [1, 3], type: tensor, kind: state/joint/position,
               element_names: [null, [a, b, c]]}
            outputs:
            - {name: actions, dtype: float32, shape: [1, 8, 3], type: tensor,
               kind: target/joint/position, element_names: [null, __temporal_axis__, [a, b, c]],
               temporal_period_ms: 20}
            parameters: {backend: onnx, model_path: reach.onnx}
        pipeline:
          configs: {frequency: 10}
          inputs: {reach: [joint_pos]}
          outputs: {reach: [actions]}
        """;
    Files.writeString(file, yaml);
    ImportOptions options =
        new ImportOptions(
            Optional.empty(), List.of(), new double[3], Double.NaN, Map.of(), List.of());
    PolicyDescription d = PolicyImports.read(file, options, OnnxFacts::read).description();
    assertEquals(8, d.chunk().steps());
    assertEquals(0.02, d.chunk().step(), 1e-12);
    assertEquals(0.1, d.period(), 1e-12);
    assertEquals(3, d.actionNumbers());
    Files.writeString(
        file, yaml.replace("__temporal_axis__, [a, b, c]]", "[a, b, c], __temporal_axis__]"));
    assertEquals(
        file
            + ": actions has its temporal axis after that of its elements: Reins reads steps one"
            + " after the other, so export them the other way round",
        refused(file));
  }

  @Test
  void leappBundlesThatReinsCannotRunAreRefusedByName() throws IOException {
    Path file = leapp("null");
    assertEquals(
        file
            + ": root_quat_w holds a quaternion, and its element_names are []: Reins knows qw, qx, qy,"
            + " qz or qx, qy, qz, qw",
        refused(file));
    Files.writeString(
        file,
        LEAPP
            .replace("[QUATERNION]", "[w, x, y, z]")
            .replace("element_names: [null, [", "element_names: [__temporal_axis__, ["));
    assertEquals(
        file
            + ": joint_pos has a temporal axis: Reins knows chunks of actions, and no chunks of"
            + " observations",
        refused(file));
    Files.writeString(
        file, LEAPP.replace("[QUATERNION]", "[w, x, y, z]").replace("walk.onnx", "walk.pt"));
    assertEquals(
        file
            + ": walk.pt has recurrent state: tensors of TorchScript have no names, so export the"
            + " network as ONNX",
        refused(file));
    Files.writeString(file, "models: {a: {}, b: {}}\npipeline: {}\n");
    assertEquals(
        file + ": models has a, b: Reins runs one network, so export the policy as one",
        refused(file));
    Files.writeString(
        file,
        LEAPP.replace("[QUATERNION]", "[w, x, y, z]").replace("state/body/ang", "camera/ang"));
    assertTrue(
        refused(file)
            .startsWith(
                file + " has the inputs root_ang_vel_b of kind camera/angular_velocity: Reins"));
  }
}

package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.policy.OnnxFacts;
import org.reins.robot.ReinsException;

/**
 * Bundles that say the same in another way than the exporters do, or that contradict themselves.
 */
class BundleVariationsTest {
  private static final String TWELVE = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
  private static final String HOME =
      "[0.1, -0.1, 0.1, -0.1, 0.8, 0.8, 1.0, 1.0, -1.5, -1.5, -1.5, -1.5]";
  private static final String DEPLOY =
      """
      joint_ids_map: [3, 0, 9, 6, 4, 1, 10, 7, 5, 2, 11, 8]
      step_dt: 0.02
      stiffness: [25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25]
      damping: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
      default_joint_pos: HOME
      commands: {base_velocity: {ranges: {lin_vel_x: [-1.0, 1.5], lin_vel_y: [-0.4, 0.4],
        ang_vel_z: [-1.0, 1.0]}}}
      actions:
        JointPositionAction:
          clip: null
          scale: 0.25
          offset: HOME
          joint_ids: null
      observations:
        base_ang_vel: {params: {}, clip: [-100, 100], scale: [0.2, 0.2, 0.2], history_length: 1}
        last_action: {params: {}, clip: null, scale: 1.0, history_length: 1}
      """
          .replace("HOME", HOME);

  @TempDir private Path folder;

  private Path deploy(String from, String to) throws IOException {
    assertTrue(DEPLOY.contains(from), from);
    Path params = Files.createDirectories(folder.resolve("params"));
    Files.writeString(params.resolve("deploy.yaml"), DEPLOY.replace(from, to));
    return folder;
  }

  private static ImportedPolicy read(Path bundle, ImportOptions options) {
    return PolicyImports.read(bundle, options, OnnxFacts::read);
  }

  private PolicyDescription made(String from, String to) throws IOException {
    return read(deploy(from, to), RandomLegs.ON_GO2).description();
  }

  private static String refused(Path bundle, ImportOptions options) {
    return assertThrows(ReinsException.class, () -> read(bundle, options)).getMessage();
  }

  private static ActionTerm action(PolicyDescription d) {
    return d.outputs().get(0).terms().get(0);
  }

  @Test
  void numbersAsPythonAndPeopleWriteThemAreNumbers_andOnesInQuotesAreSaidToBeTexts()
      throws IOException {
    assertEquals(0.02, made("step_dt: 0.02", "step_dt: .02").period());
    assertEquals(0.02, made("step_dt: 0.02", "step_dt: +2e-2").period());
    assertEquals(0.02, made("step_dt: 0.02", "step_dt: 0.02 # 50 Hz\r\n").period());
    for (String nothing : List.of("~", "None", "Null", "slice(None, None, None)")) {
      assertEquals(
          12, action(made("joint_ids: null", "joint_ids: " + nothing)).joints().size(), nothing);
    }
    String whole = "observations:\n  use_gym_history: True";
    assertEquals(14 + 1, made("observations:", whole).inputs().get(0).numbers(12));
    assertTrue(
        refused(deploy("step_dt: 0.02", "step_dt: '0.02'"), RandomLegs.ON_GO2)
            .endsWith(
                "step_dt is the text '0.02': it must be a finite number, so write 0.02 without"
                    + " quotes"));
  }

  @Test
  void anOpenEndOfAClipLeavesThatSideFree() throws IOException {
    String clips =
        "clip: [" + "[-.inf, 0.9], ".repeat(6) + "[-.inf, .inf], ".repeat(5) + "[-2, 3]]";
    Scaling s = action(made("clip: null\n    scale", clips + "\n    scale")).scaling();
    assertEquals(0.9, s.apply(1e6, 0));
    assertTrue(s.apply(-1e6, 0) < -1e5);
    assertFalse(s.isClipped(6));
    assertEquals(-2, s.apply(-1e6, 11));
    made("clip: [-100, 100]", "clip: [-.inf, .inf]");
  }

  @Test
  void gainsAndScalesUnderPatternsOfNamesAreTakenByName() throws IOException {
    PolicyDescription d =
        made(
            "stiffness: [25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25]",
            "stiffness: {'.*_hip_joint': 20.0, '.*_(thigh|calf)_joint': 30.0}");
    assertEquals(20, d.joints().stiffness()[0]);
    assertEquals(30, d.joints().stiffness()[11]);
    String scales = "scale: {'F[LR]_hip_joint': 0.125, 'R[LR]_hip_joint': 0.2, '.*_(t|c).*': 0.25}";
    double[] scale = action(made("scale: 0.25", scales)).scaling().scale();
    assertArrayEquals(
        new double[] {.125, .125, .2, .2, .25, .25, .25, .25, .25, .25, .25, .25}, scale);
    assertTrue(
        refused(deploy("scale: 0.25", "scale: {'.*_hip_joint': 0.125}"), RandomLegs.ON_GO2)
            .endsWith(
                "actions.JointPositionAction.scale has no pattern for FL_thigh_joint: each joint"
                    + " needs one"));
    assertTrue(
        refused(deploy("scale: 0.25", "scale: {'.*': 0.1, 'FL.*': 0.2}"), RandomLegs.ON_GO2)
            .endsWith("has the patterns .* and FL.* for FL_hip_joint: each joint needs one"));
  }

  @Test
  void entriesThatAMappingTakesOverFromAnAnchorAreRead() throws IOException {
    String term =
        "base_ang_vel: {params: {}, clip: [-100, 100], scale: [0.2, 0.2, 0.2], history_length: 1}";
    Path bundle =
        deploy(
            "observations:\n  " + term,
            "usual: &usual {params: {}, clip: [-3, 3], history_length: 4}\nobservations:\n"
                + "  base_ang_vel: {<<: *usual, scale: 0.2}");
    PolicyDescription d = read(bundle, RandomLegs.ON_GO2).description();
    assertEquals(12, d.inputs().get(0).terms().get(0).history().frames() * 3);
    assertEquals(0.6, d.inputs().get(0).terms().get(0).scaling().apply(100, 0), 1e-12);
  }

  @Test
  void anOffsetThatIsNotTheDefaultPostureIsTold() throws IOException {
    Path bundle = deploy("    offset: " + HOME + "\n", "");
    assertTrue(
        read(bundle, RandomLegs.ON_GO2).notes().stream()
            .anyMatch(n -> n.startsWith("the action has no offset: an action of 0 leads ")));
    assertTrue(
        read(deploy("scale: 0.25", "scale: 0.2"), RandomLegs.ON_GO2).notes().stream()
            .noneMatch(n -> n.contains("offset")));
  }

  @Test
  void optionsThatTheBundleLeavesNoRoomForAreRefused_notDropped() throws IOException {
    assertTrue(
        refused(deploy("scale: 0.25", "scale: 0.2"), RandomLegs.with(0.01))
            .endsWith(
                "its period is 0.02 s and --period is 0.01: leave the option out, or change the"
                    + " bundle's file"));
    read(deploy("scale: 0.25", "scale: 0.2"), RandomLegs.with(0.02));
  }

  @Test
  void aRangeOfCommandsWithItsEndsExchangedIsRefused() throws IOException {
    assertTrue(
        refused(deploy("ang_vel_z: [-1.0, 1.0]", "ang_vel_z: [1.0, -1.0]"), RandomLegs.ON_GO2)
            .endsWith("ranges.ang_vel_z is 1.0 to -1.0: the lower end comes first"));
  }

  @Test
  void aBrokenFileBesideTheOneThatDescribesThePolicyIsPassedOver() throws IOException {
    Path bundle = deploy("scale: 0.25", "scale: 0.2");
    Files.writeString(bundle.resolve("params").resolve("agent.yaml"), "a: [1, 2\nb: \t}");
    assertEquals(0.2, action(read(bundle, RandomLegs.ON_GO2).description()).scaling().scaleAt(0));
  }

  @Test
  void theNetworkOfAnotherBundleAboveIsNotTaken() throws IOException {
    Path bundle = folder.resolve("mine");
    Files.createDirectories(bundle.resolve("params"));
    Files.writeString(bundle.resolve("params").resolve("deploy.yaml"), DEPLOY);
    new TinyNetwork(1, 12, new String[] {"obs"}, 15)
        .write(folder.resolve("policy.onnx"), Map.of(), "actions");
    ImportedPolicy made = read(bundle, RandomLegs.ON_GO2);
    assertEquals(bundle.resolve("exported").resolve("policy.onnx"), made.network());
    assertTrue(made.notes().stream().anyMatch(n -> n.contains("is not where the bundle's")));
  }

  private static final String RL_SAR =
      """
      go2/walk:
        model_name: policy.onnx
        observations: [ang_vel, actions]
        rl_kp: 20
        rl_kd: [0.5]
        action_scale: 0.25
        ang_vel_scale: .25
        commands_scale: [1, 1, 1]
        default_dof_pos: TWELVE
        dt: 0.005
        decimation: 4
      """
          .replace("TWELVE", TWELVE);

  private Path rlSar(String more) throws IOException {
    Files.writeString(folder.resolve("config.yaml"), RL_SAR + more);
    return folder;
  }

  @Test
  void ofRlSarOneGainIsForAllJoints_andALimitOnOneSideOrUnderItsOlderNameIsKept()
      throws IOException {
    PolicyDescription d = read(rlSar(""), RandomLegs.ON_GO2).description();
    assertEquals(20, d.joints().stiffness()[11]);
    assertEquals(0.5, d.joints().damping()[11]);
    assertEquals(0.25, d.inputs().get(0).terms().get(0).scaling().scaleAt(0));
    Scaling s =
        action(read(rlSar("  clip_actions_upper: 2\n"), RandomLegs.ON_GO2).description()).scaling();
    assertEquals(0.5, s.apply(100, 3));
    assertEquals(-25, s.apply(-100, 3));
    s = action(read(rlSar("  clip_actions: 4.0\n"), RandomLegs.ON_GO2).description()).scaling();
    assertEquals(1, s.apply(100, 3));
    assertEquals(-1, s.apply(-100, 3));
  }

  @Test
  void whatRlSarsFilesContradictOrLackIsNamedByTheirOwnKeys() throws IOException {
    String file = folder.resolve("config.yaml").toString();
    assertEquals(
        file + ": clip_obs is 0.0: it must be above 0, for all numbers are clipped at it",
        refused(rlSar("  clip_obs: 0\n"), RandomLegs.ON_GO2));
    assertTrue(
        refused(
                rlSar(
                    """
                      joint_mapping: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
                      dof_mapping: [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]
                    """),
                RandomLegs.ON_GO2)
            .startsWith(file + ": joint_mapping and dof_mapping, its older name, differ"));
    Files.writeString(folder.resolve("config.yaml"), RL_SAR.replace("default_dof_pos", "home"));
    assertEquals(
        file
            + ": default_dof_pos is missing, and the folders above have no base.yaml with the key"
            + " go2: put base.yaml there, or give --posture, rad, in the policy's order",
        refused(folder, RandomLegs.ON_GO2));
    Files.writeString(folder.resolve("config.yaml"), RL_SAR.replace("rl_kd", "kd"));
    assertEquals(
        file
            + ": rl_kd is missing and rl_kp is there: both gains are needed, or none to use the"
            + " robot's own",
        refused(folder, RandomLegs.ON_GO2));
  }

  @Test
  void ofQuadrupedRos2ControlOtherJointsThanThoseOfThePostureAreRefused() throws IOException {
    Path policy = Files.createDirectories(folder.resolve("walk"));
    Files.writeString(
        policy.resolve("config.yaml"),
        """
        model_name: policy.onnx
        observations: [ang_vel]
        num_of_dofs: 2
        decimation: 4
        rl_kp: 20
        rl_kd: 1
        action_scale: 0.25
        lin_vel_scale: 2.0
        ang_vel_scale: 0.25
        """);
    Files.writeString(
        folder.resolve("robot_control.yaml"),
        """
        rl_quadruped_controller:
          ros__parameters: {update_rate: 200, joints: [a, b], stand_pos: [0.5, 1.0]}
        """);
    ImportOptions turned =
        new ImportOptions(
            Optional.empty(), List.of("b", "a"), new double[0], Double.NaN, Map.of(), List.of());
    assertEquals(
        "robot_control.yaml: its joints are a, b and --joints is b, a: leave the option out, or give"
            + " --rename for joints that have other names",
        refused(policy, turned));
    assertEquals(
        List.of("a", "b"), read(policy, ImportOptions.NONE).description().joints().names());
  }

  private static final String GYM =
      """
      policy_path: motion.onnx
      simulation_dt: 0.002
      control_decimation: 10
      kps: TWELVE
      kds: TWELVE
      default_angles: TWELVE
      ang_vel_scale: 0.25
      dof_pos_scale: 1.0
      dof_vel_scale: 0.05
      action_scale: 0.25
      cmd_scale: [2.0, 2.0, 0.25]
      num_actions: 12
      num_obs: 45
      """
          .replace("TWELVE", TWELVE);

  @Test
  void ofUnitreeRlGymTheOrderOfAModelIsNotGuessed_norAMissingScale_norOneOfTwoRates()
      throws IOException {
    Path file = folder.resolve("go2.yaml");
    Files.writeString(file, GYM);
    assertEquals(
        file
            + " has no joint names and no leg_joint2motor_idx: its joints are in the order of the"
            + " model under xml_path, so give --joints in that order",
        refused(file, RandomLegs.ON_GO2));
    ImportOptions ordered = RandomLegs.onGo2(RandomLegs.GO2.jointNames());
    assertEquals(0.02, read(file, ordered).description().period());
    Files.writeString(file, GYM + "control_dt: 0.01\n");
    assertEquals(
        file
            + ": control_dt is 0.01: simulation_dt times control_decimation is 0.02, so the policy's"
            + " rate is unclear",
        refused(file, ordered));
    Files.writeString(file, GYM.replace("action_scale: 0.25\n", ""));
    assertEquals(
        file + ": action_scale is missing: write what the policy was trained with",
        refused(file, ordered));
  }

  private static final String LEAPP =
      """
      models:
        reach:
          inputs:
          - {name: q, shape: [batch, 3], kind: state/joint/position, element_names: [null, [a, b, c]]}
          - {name: goal, shape: [1, 7], kind: command/body/pose, element_names: [null, POSE]}
          outputs:
          - {name: target, shape: [-1, 3], kind: target/joint/position, element_names: [null, [a, b, c]]}
          parameters: {model_path: /home/trainer/reach.onnx, sha256sum: HASH}
      pipeline:
        configs: {frequency: 50}
      """;
  private static final ImportOptions THREE =
      new ImportOptions(
          Optional.empty(), List.of(), new double[3], Double.NaN, Map.of(), List.of());

  private Path leapp(String from, String to) throws IOException {
    Path file = folder.resolve("reach.yaml");
    Files.writeString(file, LEAPP.replace(from, to).replace("POSE", "[x, y, z, qx, qy, qz, qw]"));
    return file;
  }

  @Test
  void ofLeappAPoseInAnotherOrderIsRefused_alsoAQuaternionBeforeThePlace() throws IOException {
    for (String good :
        List.of(
            "[pos_x, pos_y, pos_z, rot_x, rot_y, rot_z, rot_w]", "[px, py, pz, qw, qx, qy, qz]")) {
      read(leapp("POSE", good), THREE);
    }
    for (String bad :
        List.of(
            "[z, y, x, qx, qy, qz, qw]",
            "[x, y, z, qz, qy, qx, qw]",
            "[x, y, z, roll, pitch, tool, yaw]",
            "[qx, qy, qz, qw, x, y, z]",
            "[rot_x, rot_y, rot_z, rot_w, pos_x, pos_y, pos_z]")) {
      assertTrue(
          refused(leapp("POSE", bad), THREE)
              .contains("goal holds a quaternion, and its element_names are"),
          bad);
    }
  }

  @Test
  void ofLeappTargetsWithoutNamesAreNotTakenInTheRobotsOrder() throws IOException {
    Path file =
        leapp("target/joint/position, element_names: [null, [a, b, c]]", "target/joint/position");
    assertEquals(
        file + ": target has no element_names: give --joints, in the policy's order",
        refused(file, THREE));
  }

  @Test
  void ofLeappANetworkOfAnotherHashIsTold_andOneBesideTheFileIsFound() throws IOException {
    new TinyNetwork(1, 3, new String[] {"q", "goal"}, 3, 7)
        .write(folder.resolve("reach.onnx"), Map.of(), "target");
    ImportedPolicy made = read(leapp("HASH", "0".repeat(63) + "a"), THREE);
    assertEquals(folder.resolve("reach.onnx").toAbsolutePath(), made.network());
    assertTrue(
        made.notes().stream().anyMatch(n -> n.startsWith("reach.onnx has another SHA-256")),
        () -> made.notes().toString());
    assertTrue(made.notes().stream().anyMatch(n -> n.startsWith("the format has no gains")));
  }
}

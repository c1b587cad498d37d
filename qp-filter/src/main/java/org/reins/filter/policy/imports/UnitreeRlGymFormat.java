package org.reins.filter.policy.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.file.YamlNode;

/**
 * The configurations of unitree_rl_gym for MuJoCo and for real robots. The order of the terms and
 * the gait clock are in its scripts, not in its files.
 */
final class UnitreeRlGymFormat implements PolicyFormat {
  // Fixed in the scripts: angular velocity, gravity and command, then three numbers a joint, and
  // then, for some robots, a clock.
  private static final int BODY = 9;
  private static final int PER_JOINT = 3;
  private static final int CLOCK = 2;
  private static final double CLOCK_PERIOD = 0.8;
  private static final String ROOT = "{LEGGED_GYM_ROOT_DIR}/";
  private static final int MOST_LEVELS = 4;

  @Override
  public String looksFor() {
    return "unitree_rl_gym (a YAML file with policy_path, kps, default_angles and num_obs)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return source.hasKeys("policy_path", "kps", "kds", "default_angles", "num_obs", "num_actions");
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String file = source.file().toString();
    YamlNode root = source.yaml().orElseThrow();
    int n = root.get("num_actions").integer();
    List<String> names = names(file, root, n, options);
    List<String> notes = new ArrayList<>();
    double[] posture =
        options.posture().length > 0
            ? options.posture()
            : Numbers.exactly(root.get("default_angles"), file, "default_angles", n, "joints");
    PolicyJoints joints =
        new PolicyJoints(
            names,
            posture,
            Numbers.exactly(root.get("kps"), file, "kps", n, "joints"),
            Numbers.exactly(root.get("kds"), file, "kds", n, "joints"),
            Set.of());
    if (options.joints().isEmpty()) {
      notes.add(
          "joints have no names in the file: the motors are taken in the order of the robot's file");
    }
    notes.add("the order of the terms is that of the format's scripts: the file does not give it");
    if (root.get("policy_path").text().endsWith(".pt")) {
      notes.add(
          "a TorchScript network may keep the state of an LSTM in itself, as this format's own policies"
              + " do: Reins cannot reset it between runs, so load it anew");
    }
    if (root.text("imu_type", "pelvis").equals("torso")) {
      notes.add(
          "imu_type is torso: the policy sees the pelvis, so the waist must be taken out of the"
              + " measured orientation and angular velocity");
    }
    PolicyDescription d =
        new PolicyDescription(
            stem(source),
            options.robot().map(r -> r.name()).orElse(""),
            "",
            period(file, root),
            joints,
            twist(file, root, notes),
            List.of(
                new ObservationInput(
                    "", terms(file, root, names, notes), Scaling.NONE, History.NONE)),
            List.of(),
            List.of(
                new ActionOutput(
                    "",
                    List.of(
                        new ActionTerm(
                            ActionKind.JOINT_POSITION,
                            names,
                            Scaling.of(actionScale(file, root)))))));
    return new ImportedPolicy(d, network(source, root), "unitree_rl_gym: " + source.name(), notes);
  }

  private static List<ObservationTerm> terms(
      String file, YamlNode root, List<String> names, List<String> notes) {
    int n = names.size();
    int plain = BODY + PER_JOINT * n;
    int wanted = root.get("num_obs").integer();
    if (wanted != plain && wanted != plain + CLOCK) {
      throw new PolicyFileException(
          file
              + ": num_obs is "
              + wanted
              + ": with "
              + n
              + " joints Reins knows "
              + plain
              + " numbers, or "
              + (plain + CLOCK)
              + " with the gait clock");
    }
    double[] command =
        Numbers.exactly(root.get("cmd_scale"), file, "cmd_scale", 3, "numbers of a command");
    List<ObservationTerm> terms = new ArrayList<>();
    terms.add(scaled(TermKind.BASE_ANGULAR_VELOCITY, List.of(), root, "ang_vel_scale"));
    terms.add(ObservationTerm.of(TermKind.PROJECTED_GRAVITY, List.of()));
    terms.add(ObservationTerm.of(TermKind.COMMAND_TWIST, List.of(), command));
    terms.add(scaled(TermKind.JOINT_POSITION_RELATIVE, names, root, "dof_pos_scale"));
    terms.add(scaled(TermKind.JOINT_VELOCITY, names, root, "dof_vel_scale"));
    terms.add(ObservationTerm.of(TermKind.LAST_ACTION, List.of()));
    if (wanted == plain + CLOCK) {
      terms.add(
          new ObservationTerm(
              TermKind.GAIT_CLOCK,
              List.of(),
              Scaling.NONE,
              History.NONE,
              CLOCK_PERIOD,
              new double[0]));
      notes.add(
          "num_obs leaves two numbers for the gait clock: its period of 0.8 s is that of the"
              + " format's scripts");
    }
    return terms;
  }

  private static ObservationTerm scaled(
      TermKind kind, List<String> joints, YamlNode root, String key) {
    return ObservationTerm.of(kind, joints, root.get(key).number());
  }

  private static List<String> names(String file, YamlNode root, int n, ImportOptions options) {
    String key = "leg_joint2motor_idx";
    // Without places of motors the order is that of a model of the robot, which the file only
    // names.
    List<String> motors = root.has(key) ? options.jointNames() : options.joints();
    if (motors.isEmpty()) {
      throw new PolicyFileException(
          file
              + (root.has(key)
                  ? " has no joint names: give --robot, or --joints in the order of the robot's motors"
                  : " has no joint names and no "
                      + key
                      + ": its joints are in the order of the model under xml_path, so give --joints"
                      + " in that order"));
    }
    RlSarValues.requireDistinct("--joints", motors);
    List<String> names = root.has(key) ? Numbers.mapped(file, key, root.get(key), motors) : motors;
    if (names.size() != n) {
      throw new PolicyFileException(
          file
              + ": num_actions is "
              + n
              + ": there are "
              + names.size()
              + " joints, "
              + String.join(", ", names)
              + "; give --joints, those of the policy in its order");
    }
    return names;
  }

  private static double[] actionScale(String file, YamlNode root) {
    if (!root.has("action_scale")) {
      throw new PolicyFileException(
          file + ": action_scale is missing: write what the policy was trained with");
    }
    return root.oneOrMore("action_scale");
  }

  private static double period(String file, YamlNode root) {
    boolean steps = root.has("simulation_dt") && root.has("control_decimation");
    if (!root.has("control_dt") && !steps) {
      throw new PolicyFileException(
          file + ": control_dt is missing, or simulation_dt and control_decimation");
    }
    double product =
        steps
            ? Numbers.rounded(
                root.get("simulation_dt").number() * root.get("control_decimation").number())
            : root.get("control_dt").number();
    double period = root.number("control_dt", product);
    if (Math.abs(product - period) > 1e-6) {
      throw new PolicyFileException(
          file
              + ": control_dt is "
              + period
              + ": simulation_dt times control_decimation is "
              + product
              + ", so the policy's rate is unclear");
    }
    return period;
  }

  private static TwistRange twist(String file, YamlNode root, List<String> notes) {
    if (!root.has("max_cmd")) {
      notes.add(Twists.UNKNOWN);
      return TwistRange.ANY;
    }
    double[] high =
        Numbers.exactly(root.get("max_cmd"), file, "max_cmd", 3, "numbers of a command");
    double[] low = new double[3];
    for (int k = 0; k < 3; k++) {
      low[k] = -high[k];
    }
    return new TwistRange(low, high);
  }

  /** The path begins at the root of the maker's repository, wherever that lies. */
  private static Path network(PolicySource source, YamlNode root) {
    String path = root.get("policy_path").text();
    Path relative = Path.of(path.startsWith(ROOT) ? path.substring(ROOT.length()) : path);
    Path at = source.folder();
    for (int level = 0; level <= MOST_LEVELS && at != null; level++) {
      if (Files.isRegularFile(at.resolve(relative))) {
        return at.resolve(relative);
      }
      at = at.getParent();
    }
    Path beside = source.folder().resolve(String.valueOf(relative.getFileName()));
    return Files.isRegularFile(beside) ? beside : source.folder().resolve(relative);
  }

  private static String stem(PolicySource source) {
    return source.name().replaceFirst("\\.[a-z]+$", "");
  }
}

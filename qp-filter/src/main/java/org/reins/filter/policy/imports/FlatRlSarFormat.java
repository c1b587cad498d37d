package org.reins.filter.policy.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.file.YamlNode;

/**
 * The variant of rl_sar's configuration in quadruped_ros2_control: no root key and no base.yaml.
 * Joints, posture and rate are in a {@code robot_control.yaml} in the folder above, which the user
 * may replace by options. Its controller reads the list of frames from the end, ignores
 * commands_scale, and sees the action after the reduction of the hips.
 */
final class FlatRlSarFormat implements PolicyFormat {
  private static final String CONTROL = "robot_control.yaml";

  @Override
  public String looksFor() {
    return "quadruped_ros2_control (config.yaml with model_name, observations and rl_kp at its"
        + " root)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return source.hasKeys("model_name", "observations", "rl_kp", "num_of_dofs");
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String file = source.file().toString();
    YamlNode config = source.yaml().orElseThrow();
    RlSarValues v = new RlSarValues(file, config, Optional.empty());
    Optional<YamlNode> control = control(source.folder());
    int n = v.get("num_of_dofs").integer();
    requireComplete(file, options, control, n);
    List<String> names = names(file, options, control, n);
    v.requireNoWheels(names);
    List<String> notes = new ArrayList<>();
    double[] posture = posture(file, options, v, control, n);
    PolicyJoints joints =
        new PolicyJoints(names, posture, v.perJoint("rl_kp", n), v.perJoint("rl_kd", n), Set.of());
    double[] reduction = reduction(v, n);
    double[] scale = new double[n];
    double[] plain = v.actionScale(n);
    for (int i = 0; i < n; i++) {
      scale[i] = plain[plain.length == 1 ? 0 : i] * reduction[i];
    }
    Scaling last = v.clipped(Scaling.of(Numbers.shortest(reduction)), n);
    double linear = v.get("lin_vel_scale").number();
    double angular = v.get("ang_vel_scale").number();
    noteCommands(v, new double[] {linear, linear, angular}, notes);
    List<ObservationTerm> terms = v.terms(names, new double[] {linear, linear, angular}, last);
    if (v.find("observations_history").isPresent()) {
      notes.add("observations_history is read from its end, as quadruped_ros2_control does");
    }
    notes.add(Twists.UNKNOWN);
    PolicyDescription d =
        new PolicyDescription(
            name(source.folder(), options),
            options.robot().map(r -> r.name()).orElse(""),
            "",
            period(v, options, control),
            joints,
            TwistRange.ANY,
            List.of(v.input(terms, true)),
            List.of(),
            List.of(v.output(names, Numbers.shortest(scale))));
    return new ImportedPolicy(
        d,
        source.folder().resolve(v.get("model_name").text()),
        "quadruped_ros2_control: "
            + source.name()
            + (control.isPresent() ? " and " + CONTROL : " and options"),
        notes);
  }

  /** All that is missing is said at once. */
  private static void requireComplete(
      String file, ImportOptions options, Optional<YamlNode> control, int n) {
    List<String> missing = new ArrayList<>();
    if (control.isEmpty() && options.joints().isEmpty()) {
      missing.add("joint names in the policy's order (--joints)");
    }
    if (control.isEmpty() && options.posture().length == 0) {
      missing.add("the default posture (--posture, " + n + " numbers)");
    }
    if (control.isEmpty() && Double.isNaN(options.period())) {
      missing.add("the period (--period, s)");
    }
    if (!missing.isEmpty()) {
      throw new PolicyFileException(
          file
              + " lacks "
              + String.join(", ", missing)
              + ": they are in "
              + CONTROL
              + " in the folder above, which is not there; give them as options");
    }
  }

  private static List<String> names(
      String file, ImportOptions options, Optional<YamlNode> control, int n) {
    // The posture beside them is in their order, so no other one is taken.
    boolean named = control.isPresent() && control.get().has("joints");
    List<String> names = named ? control.get().texts("joints", List.of()) : options.joints();
    if (named) {
      options.requireSame(CONTROL, names);
    }
    if (names.isEmpty()) {
      throw new PolicyFileException(
          file + ": the order of the policy's joints is not in the bundle: give --joints");
    }
    if (names.size() != n) {
      throw new PolicyFileException(
          file + ": num_of_dofs is " + n + ": there are " + names.size() + " joint names");
    }
    RlSarValues.requireDistinct(file, names);
    return names;
  }

  private static double[] posture(
      String file, ImportOptions options, RlSarValues v, Optional<YamlNode> control, int n) {
    if (options.posture().length > 0) {
      return options.posture();
    }
    if (control.isPresent() && control.get().has("stand_pos")) {
      return Numbers.exactly(control.get().get("stand_pos"), CONTROL, "stand_pos", n, "joints");
    }
    if (v.find("default_dof_pos").isPresent()) {
      return v.perJoint("default_dof_pos", n);
    }
    throw new PolicyFileException(file + ": the default posture is missing: give --posture");
  }

  private static double[] reduction(RlSarValues v, int n) {
    double[] all = new double[n];
    Arrays.fill(all, 1);
    if (v.find("hip_scale_reduction").isPresent()) {
      for (YamlNode i : v.get("hip_scale_reduction_indices").items()) {
        if (i.integer() < 0 || i.integer() >= n) {
          throw new PolicyFileException(
              "hip_scale_reduction_indices has " + i.integer() + ": allowed is 0 to " + (n - 1));
        }
        all[i.integer()] = v.get("hip_scale_reduction").number();
      }
    }
    return all;
  }

  private static void noteCommands(RlSarValues v, double[] used, List<String> notes) {
    if (v.find("commands_scale").isPresent() && !Arrays.equals(v.numbers("commands_scale"), used)) {
      notes.add(
          "commands_scale "
              + Arrays.toString(v.numbers("commands_scale"))
              + " is not used: the controller of this format takes lin_vel_scale and ang_vel_scale, "
              + Arrays.toString(used));
    }
  }

  private static double period(RlSarValues v, ImportOptions options, Optional<YamlNode> control) {
    if (control.isPresent()) {
      double rate = control.get().get("update_rate").number();
      if (!(rate > 0)) {
        throw new PolicyFileException(
            CONTROL + ": update_rate is " + rate + ": it must be above 0 Hz");
      }
      return Numbers.rounded(v.get("decimation").number() / rate);
    }
    if (Double.isNaN(options.period())) {
      throw new PolicyFileException("the period is missing: give --period, s");
    }
    return options.period();
  }

  private static Optional<YamlNode> control(Path folder) {
    Path file = folder.resolveSibling(CONTROL);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    YamlNode yaml = PolicyImports.yaml(file);
    String node = "rl_quadruped_controller";
    return yaml.has(node) ? Optional.of(yaml.get(node).get("ros__parameters")) : Optional.empty();
  }

  /** The folder is named after what trained the policy, such as legged_gym. */
  private static String name(Path folder, ImportOptions options) {
    return options.robot().map(r -> r.name() + "_").orElse("") + folder.getFileName();
  }
}

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
 * The bundles of rl_sar: {@code config.yaml} of one policy, under one root key such as {@code
 * go2/himloco}, and {@code base.yaml} of the robot in a folder above.
 */
final class RlSarFormat implements PolicyFormat {
  private static final int MOST_LEVELS = 4;

  @Override
  public String looksFor() {
    return "rl_sar (config.yaml with one root key and observations, base.yaml above it)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return root(source).isPresent();
  }

  private static Optional<String> root(PolicySource source) {
    if (source.yaml().isEmpty() || source.yaml().get().keys().size() != 1) {
      return Optional.empty();
    }
    String root = source.yaml().get().keys().iterator().next();
    YamlNode value = source.yaml().get();
    boolean known =
        value.has(root)
            && (value.get(root).keys().contains("observations")
                || value.get(root).keys().contains("joint_controller_names"));
    return known ? Optional.of(root) : Optional.empty();
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String root = root(source).orElseThrow();
    String file = source.file().toString();
    YamlNode config = source.yaml().orElseThrow().get(root);
    if (!config.has("observations")) {
      throw new PolicyFileException(
          file
              + " has no observations: it describes the robot; name the folder of a policy beside"
              + " it, which has a config.yaml");
    }
    String robot = root.split("/", -1)[0];
    List<String> notes = new ArrayList<>();
    Optional<YamlNode> base = base(source.folder(), robot);
    if (base.isEmpty()) {
      notes.add("base.yaml of " + robot + " was not found in the folders above " + source.name());
    }
    RlSarValues v = new RlSarValues(file, config, base);
    requirePosture(v, file, robot, base, options);
    List<String> names = joints(v, file, options);
    v.requireNoWheels(names);
    int n = names.size();
    PolicyJoints joints = policyJoints(v, file, names, options, notes);
    List<ObservationTerm> terms =
        v.terms(names, v.numbers("commands_scale"), v.clipped(Scaling.NONE, n));
    double period = period(v, file, options);
    if (v.find("observations_history_priority").isEmpty()
        && v.find("observations_history").isPresent()) {
      notes.add(
          "observations_history is read as 0 = newest, in the order of the list; a file this old may"
              + " have been read from its end, so check the order with the policy's maker");
    }
    notes.add(Twists.UNKNOWN);
    PolicyDescription d =
        new PolicyDescription(
            root.replace('/', '_'),
            robot,
            "",
            period,
            joints,
            TwistRange.ANY,
            List.of(v.input(terms, false)),
            List.of(),
            List.of(v.output(names, v.actionScale(n))));
    return new ImportedPolicy(
        d,
        source.folder().resolve(v.get("model_name").text()),
        "rl_sar " + root + ": config.yaml" + (base.isPresent() ? " and base.yaml" : ""),
        notes);
  }

  private static List<String> joints(RlSarValues v, String file, ImportOptions options) {
    List<String> names =
        v.find("joint_names")
            .map(node -> node.items().stream().map(YamlNode::text).toList())
            .orElse(options.jointNames());
    if (names.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": joint_names is missing, also in base.yaml: give --robot or --joints, names in the"
              + " order of the robot's motors");
    }
    RlSarValues.requireDistinct(file, names);
    if (v.find("joint_names").isPresent()) {
      options.requireSame(file, names);
    }
    if (v.find("joint_mapping").isPresent()
        && v.find("dof_mapping").isPresent()
        && !Arrays.equals(v.numbers("joint_mapping"), v.numbers("dof_mapping"))) {
      throw new PolicyFileException(
          file
              + ": joint_mapping and dof_mapping, its older name, differ, with base.yaml taken into"
              + " account: remove the one that is out of date");
    }
    // Older files call it dof_mapping; both are places of the policy's joints among the robot's.
    return v.mapped(names, v.find("joint_mapping").isPresent() ? "joint_mapping" : "dof_mapping");
  }

  private static void requirePosture(
      RlSarValues v, String file, String robot, Optional<YamlNode> base, ImportOptions options) {
    if (options.posture().length == 0 && v.find("default_dof_pos").isEmpty()) {
      throw new PolicyFileException(
          file
              + ": default_dof_pos is missing"
              + (base.isPresent()
                  ? ", also in base.yaml"
                  : ", and the folders above have no base.yaml with the key " + robot)
              + ": put base.yaml there, or give --posture, rad, in the policy's order");
    }
  }

  private static PolicyJoints policyJoints(
      RlSarValues v, String file, List<String> names, ImportOptions options, List<String> notes) {
    double[] kp = v.perJoint("rl_kp", names.size());
    double[] kd = v.perJoint("rl_kd", names.size());
    if (kp.length == 0 != (kd.length == 0)) {
      throw new PolicyFileException(
          file
              + ": "
              + (kp.length == 0 ? "rl_kp" : "rl_kd")
              + " is missing and "
              + (kp.length == 0 ? "rl_kd" : "rl_kp")
              + " is there: both gains are needed, or none to use the robot's own");
    }
    if (kp.length == 0) {
      notes.add("rl_kp or rl_kd is missing: the robot's own gains will be used");
    }
    double[] posture =
        options.posture().length > 0
            ? options.posture()
            : v.perJoint("default_dof_pos", names.size());
    return new PolicyJoints(names, posture, kp, kd, Set.of());
  }

  private static double period(RlSarValues v, String file, ImportOptions options) {
    if (v.find("dt").isPresent() && v.find("decimation").isPresent()) {
      return Numbers.rounded(v.get("dt").number() * v.get("decimation").number());
    }
    if (Double.isNaN(options.period())) {
      throw new PolicyFileException(
          file + ": dt or decimation is missing, also in base.yaml: give --period, s");
    }
    return options.period();
  }

  /** The robot's file lies in a folder above, at most as far as there are parts in the root key. */
  private static Optional<YamlNode> base(Path folder, String robot) {
    Path at = folder;
    for (int level = 0; level <= MOST_LEVELS && at != null; level++) {
      Path file = at.resolve("base.yaml");
      if (Files.isRegularFile(file)) {
        YamlNode yaml = PolicyImports.yaml(file);
        return yaml.has(robot) ? Optional.of(yaml.get(robot)) : Optional.empty();
      }
      at = at.getParent();
    }
    return Optional.empty();
  }
}

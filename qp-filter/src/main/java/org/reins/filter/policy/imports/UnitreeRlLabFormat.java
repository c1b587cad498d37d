package org.reins.filter.policy.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.file.YamlNode;

/**
 * The bundles of unitree_rl_lab and unitree_rl_mjlab: {@code params/deploy.yaml} and {@code
 * exported/policy.onnx}. Joints have no names, but places in the order of the maker's SDK, which is
 * the order of Reins' files of Unitree's robots.
 */
final class UnitreeRlLabFormat implements PolicyFormat {
  private static final Map<String, ActionKind> ACTIONS =
      Map.of(
          "JointPositionAction",
          ActionKind.JOINT_POSITION_ABSOLUTE,
          "JointVelocityAction",
          ActionKind.JOINT_VELOCITY);

  @Override
  public String looksFor() {
    return "unitree_rl_lab (params/deploy.yaml with joint_ids_map and observations,"
        + " exported/policy.onnx)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return source.hasKeys("joint_ids_map", "step_dt", "observations", "actions");
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String file = source.file().toString();
    YamlNode root = source.yaml().orElseThrow();
    List<String> sdk = sdkNames(file, root, options);
    List<String> names = Numbers.mapped(file, "joint_ids_map", root.get("joint_ids_map"), sdk);
    int n = names.size();
    List<String> notes = new ArrayList<>();
    PolicyJoints joints =
        new PolicyJoints(
            names,
            options.posture().length > 0
                ? options.posture()
                : Numbers.exactly(
                    root.get("default_joint_pos"), file, "default_joint_pos", n, "joints"),
            inPolicyOrder(file, root, "stiffness", sdk, names),
            inPolicyOrder(file, root, "damping", sdk, names),
            Set.of());
    ActionOutput output = output(file, root.get("actions"), names);
    AbsoluteTargets.note(output, joints, notes);
    List<ObservationInput> inputs =
        new UnitreeRlLabTerms(file, names, output.numbers()).inputs(root.get("observations"));
    notes.add("its numbers are rounded to 3 digits by the exporter");
    if (options.joints().isEmpty()) {
      notes.add(
          "joints have no names in the file: they are taken in the order of the robot's file as the"
              + " order of the maker's SDK");
    }
    PolicyDescription d =
        new PolicyDescription(
            String.valueOf(bundle(source.folder()).getFileName()),
            options.robot().map(r -> r.name()).orElse(""),
            "",
            root.get("step_dt").number(),
            joints,
            twist(file, root, notes),
            inputs,
            List.of(),
            List.of(output));
    return new ImportedPolicy(
        d, network(source.folder()), "unitree_rl_lab: params/" + source.name(), notes);
  }

  private static List<String> sdkNames(String file, YamlNode root, ImportOptions options) {
    List<String> names = options.jointNames();
    int n = root.get("joint_ids_map").items().size();
    if (names.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": joint_ids_map has "
              + n
              + " places in the order of the maker's SDK and no names: give --robot, or --joints in"
              + " that order");
    }
    if (names.size() < n) {
      throw new PolicyFileException(
          file
              + ": joint_ids_map has "
              + n
              + " joints: the robot has "
              + names.size()
              + ", "
              + String.join(", ", names)
              + "; is it a policy of another robot?");
    }
    RlSarValues.requireDistinct("--joints", names);
    return names;
  }

  /** Gains are in the order of the SDK, unlike all else in the file. */
  private static double[] inPolicyOrder(
      String file, YamlNode root, String key, List<String> sdk, List<String> names) {
    YamlNode node = root.get(key);
    if (node.isMap()) {
      return JointPatterns.of(file, key, node, names).stream()
          .mapToDouble(YamlNode::number)
          .toArray();
    }
    if (!node.isList()) {
      double[] same = new double[names.size()];
      Arrays.fill(same, node.number());
      return same;
    }
    double[] all = node.numbers();
    // A file of a part of the joints may have gains for all of them.
    if (all.length != names.size() && all.length != sdk.size()) {
      throw new PolicyFileException(
          file
              + ": "
              + key
              + " has "
              + all.length
              + " numbers: there are "
              + names.size()
              + " joints");
    }
    double[] ordered = new double[names.size()];
    for (int i = 0; i < ordered.length; i++) {
      int at = sdk.indexOf(names.get(i));
      if (at >= all.length) {
        throw new PolicyFileException(
            file + ": " + key + " has " + all.length + " numbers: joint_ids_map has place " + at);
      }
      ordered[i] = all[at];
    }
    return ordered;
  }

  private static TwistRange twist(String file, YamlNode root, List<String> notes) {
    YamlNode at = root;
    for (String key : List.of("commands", "base_velocity", "ranges")) {
      if (!at.has(key)) {
        notes.add(Twists.UNKNOWN);
        return TwistRange.ANY;
      }
      at = at.get(key);
    }
    return Twists.of(file, at, notes);
  }

  private static ActionOutput output(String file, YamlNode actions, List<String> names) {
    List<ActionTerm> terms = new ArrayList<>();
    for (String key : actions.keys()) {
      ActionKind kind = ACTIONS.get(key);
      if (kind == null) {
        throw new PolicyFileException(
            file
                + ": actions has "
                + key
                + ": Reins knows "
                + String.join(", ", ACTIONS.keySet().stream().sorted().toList()));
      }
      YamlNode a = actions.get(key);
      List<String> joints = JointIds.of(file, "actions." + key + ".joint_ids", a, names);
      String where = "actions." + key;
      Scaling scaling =
          Scaling.of(Numbers.ofJoints(file, where, a, "scale", 1, joints))
              .withOffset(Numbers.ofJoints(file, where, a, "offset", 0, joints));
      // The clip limits the target, after scale and offset.
      terms.add(
          new ActionTerm(kind, joints, Numbers.clippedJoints(file, where, a, scaling, joints)));
    }
    if (terms.isEmpty()) {
      throw new PolicyFileException(file + ": actions is empty: a policy needs one");
    }
    return new ActionOutput("", terms);
  }

  private static Path bundle(Path folder) {
    return folder.endsWith("params") && folder.getParent() != null ? folder.getParent() : folder;
  }

  private static Path network(Path folder) {
    Path exported = bundle(folder).resolve("exported").resolve("policy.onnx");
    return Files.isRegularFile(exported) ? exported : NetworkFiles.near(folder);
  }
}

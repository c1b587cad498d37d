package org.reins.filter.policy.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.robot.file.YamlNode;

/** The observations of a deploy.yaml: terms, or groups of terms that are each an input tensor. */
final class UnitreeRlLabTerms {
  private static final Map<String, TermKind> KINDS =
      Map.of(
          "base_ang_vel", TermKind.BASE_ANGULAR_VELOCITY,
          "base_lin_vel", TermKind.BASE_LINEAR_VELOCITY,
          "projected_gravity", TermKind.PROJECTED_GRAVITY,
          "velocity_commands", TermKind.COMMAND_TWIST,
          "keyboard_velocity_commands", TermKind.COMMAND_TWIST,
          "joint_pos", TermKind.JOINT_POSITION,
          "joint_pos_rel", TermKind.JOINT_POSITION_RELATIVE,
          "joint_vel_rel", TermKind.JOINT_VELOCITY,
          "last_action", TermKind.LAST_ACTION,
          "gait_phase", TermKind.GAIT_CLOCK);
  private static final String SCALE_FIRST = "scale_first";
  private static final String GYM_HISTORY = "use_gym_history";

  private final String file;
  private final List<String> joints;
  private final int actions;
  // Set in any group, it holds for all of them.
  private boolean byFrame;

  /**
   * Prepares for a file.
   *
   * @param joints in the policy's order
   * @param actions numbers of the network's output
   */
  UnitreeRlLabTerms(String file, List<String> joints, int actions) {
    this.file = file;
    this.joints = joints;
    this.actions = actions;
  }

  List<ObservationInput> inputs(YamlNode observations) {
    // A term has params or a scale; a group has terms.
    boolean grouped =
        observations.keys().stream()
            .filter(k -> !isSetting(k))
            .map(observations::get)
            .noneMatch(t -> t.keys().contains("params") || t.keys().contains("scale"));
    List<String> groups =
        observations.keys().stream().filter(k -> grouped && !isSetting(k)).toList();
    byFrame = observations.flag(GYM_HISTORY, false);
    groups.forEach(g -> byFrame |= observations.get(g).flag(GYM_HISTORY, false));
    List<String> unknown = new ArrayList<>();
    if (grouped) {
      groups.forEach(g -> addUnknown(observations.get(g), unknown));
    } else {
      addUnknown(observations, unknown);
    }
    if (!unknown.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": observations has "
              + String.join(", ", unknown)
              + ": Reins knows "
              + String.join(", ", new TreeSet<>(KINDS.keySet())));
    }
    return grouped
        ? groups.stream().map(g -> input(groups.size() == 1 ? "" : g, observations.get(g))).toList()
        : List.of(input("", observations));
  }

  private static void addUnknown(YamlNode group, List<String> unknown) {
    group.keys().stream().filter(k -> !isSetting(k) && !KINDS.containsKey(k)).forEach(unknown::add);
  }

  private static boolean isSetting(String key) {
    return key.equals(SCALE_FIRST) || key.equals(GYM_HISTORY);
  }

  private ObservationInput input(String tensor, YamlNode group) {
    boolean scaleFirst = group.flag(SCALE_FIRST, false);
    List<ObservationTerm> terms = new ArrayList<>();
    for (String key : group.keys()) {
      if (!isSetting(key)) {
        terms.add(term(key, group.get(key), scaleFirst));
      }
    }
    if (!byFrame || terms.isEmpty()) {
      return new ObservationInput(tensor, terms, Scaling.NONE, History.NONE);
    }
    History history = terms.get(0).history();
    if (terms.stream().anyMatch(t -> t.history().frames() != history.frames())) {
      throw new PolicyFileException(
          file
              + ": use_gym_history is true and terms have different history_length: one length is"
              + " needed for whole frames");
    }
    return new ObservationInput(
        tensor,
        terms.stream().map(t -> Numbers.withHistory(t, History.NONE)).toList(),
        Scaling.NONE,
        history);
  }

  private ObservationTerm term(String key, YamlNode node, boolean scaleFirst) {
    TermKind kind = KINDS.get(key);
    List<String> of = kind.isPerJoint() ? termJoints(key, node) : List.of();
    // The last action is as long as the joints that are commanded, which are checked elsewhere.
    int n = kind.isAction() ? actions : kind.numbers(of.size(), 0, 0);
    // Oldest first, and filled with the first sample. Length 0 is the exporters' word for one.
    int frames = Math.max(1, node.whole("history_length", 1));
    History history = new History(frames, false, false);
    Scaling scaling =
        Scaling.of(
            kind.isPerJoint()
                ? Numbers.ofJoints(file, key, node, "scale", 1, of)
                : Numbers.oneOrEach(file, key, node, "scale", 1, n));
    if (node.has("clip")) {
      double[] clip = Numbers.clipEnds(file, key + ".clip", node.get("clip"));
      scaling = scaling.withClip(new double[] {clip[0]}, new double[] {clip[1]}, !scaleFirst);
    }
    double clock = kind == TermKind.GAIT_CLOCK ? node.get("params").get("period").number() : 0;
    try {
      return new ObservationTerm(kind, of, scaling, history, clock, new double[0]);
    } catch (IllegalArgumentException e) {
      throw new PolicyFileException(file + ": observations." + key + ": " + e.getMessage(), e);
    }
  }

  private List<String> termJoints(String key, YamlNode node) {
    if (!node.has("params") || !node.get("params").has("asset_cfg")) {
      return joints;
    }
    return JointIds.of(
        file, "observations." + key + ".joint_ids", node.get("params").get("asset_cfg"), joints);
  }
}

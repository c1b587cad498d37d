package org.reins.filter.policy.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.robot.file.YamlNode;

/** The keys that rl_sar's configurations share, whatever file they come from. */
final class RlSarValues {
  private static final List<String> TERMS =
      List.of("lin_vel", "ang_vel", "gravity_vec", "commands", "dof_pos", "dof_vel", "actions");

  // One limit on both sides, in files from before there were two.
  private static final String OLD_CLIP = "clip_actions";

  private final String file;
  private final YamlNode first;
  private final Optional<YamlNode> second;

  /**
   * Values of two mappings.
   *
   * @param file for messages
   * @param first where a value is looked for first
   * @param second where it is looked for next
   */
  RlSarValues(String file, YamlNode first, Optional<YamlNode> second) {
    this.file = file;
    this.first = first;
    this.second = second;
  }

  /** The value under a key, in the first of the two mappings that has it. */
  Optional<YamlNode> find(String key) {
    if (first.has(key)) {
      return Optional.of(first.get(key));
    }
    return second.filter(s -> s.has(key)).map(s -> s.get(key));
  }

  /** The value under a key. */
  YamlNode get(String key) {
    return find(key)
        .orElseThrow(
            () ->
                new PolicyFileException(
                    file
                        + ": "
                        + key
                        + " is missing, also in base.yaml: a policy cannot be run without it"));
  }

  /** Numbers under a key: one for all or one each. */
  double[] numbers(String key) {
    YamlNode node = get(key);
    return node.isList() ? node.numbers() : new double[] {node.number()};
  }

  /** One number for each joint, or none if the key is missing. */
  double[] perJoint(String key, int joints) {
    if (find(key).isEmpty()) {
      return new double[0];
    }
    double[] all = numbers(key);
    if (all.length == 1) {
      double[] same = new double[joints];
      Arrays.fill(same, all[0]);
      return same;
    }
    if (all.length != joints) {
      throw new PolicyFileException(
          file + ": " + key + " has " + all.length + " numbers: there are " + joints + " joints");
    }
    return all;
  }

  /** Wheels are driven by velocity, which no robot of Reins' does. */
  void requireNoWheels(List<String> joints) {
    if (find("wheel_indices").isEmpty()) {
      return;
    }
    List<String> wheels = new ArrayList<>();
    for (YamlNode w : get("wheel_indices").items()) {
      int i = w.integer();
      wheels.add(i >= 0 && i < joints.size() ? joints.get(i) : Integer.toString(i));
    }
    if (!wheels.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": the policy drives the wheels "
              + String.join(", ", wheels)
              + ": Reins knows arms and legs without wheels");
    }
  }

  /**
   * The terms of an observation.
   *
   * @param joints in the policy's order
   * @param commands scale of the commands
   * @param actions scale of the last action
   */
  List<ObservationTerm> terms(List<String> joints, double[] commands, Scaling actions) {
    List<ObservationTerm> terms = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (YamlNode node : get("observations").items()) {
      String name = node.text();
      if (!TERMS.contains(name)) {
        unknown.add(name);
        continue;
      }
      terms.add(
          switch (name) {
            case "lin_vel" -> scaled(TermKind.BASE_LINEAR_VELOCITY, List.of(), "lin_vel_scale");
            case "ang_vel" -> scaled(TermKind.BASE_ANGULAR_VELOCITY, List.of(), "ang_vel_scale");
            case "gravity_vec" -> ObservationTerm.of(TermKind.PROJECTED_GRAVITY, List.of());
            case "commands" -> ObservationTerm.of(TermKind.COMMAND_TWIST, List.of(), commands);
            case "dof_pos" -> scaled(TermKind.JOINT_POSITION_RELATIVE, joints, "dof_pos_scale");
            case "dof_vel" -> scaled(TermKind.JOINT_VELOCITY, joints, "dof_vel_scale");
            default ->
                new ObservationTerm(
                    TermKind.LAST_ACTION, List.of(), actions, History.NONE, 0, new double[0]);
          });
    }
    if (!unknown.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": observations has "
              + String.join(", ", unknown)
              + ": Reins knows "
              + String.join(", ", TERMS));
    }
    requireSize(terms, joints.size());
    return terms;
  }

  private ObservationTerm scaled(TermKind kind, List<String> joints, String key) {
    return ObservationTerm.of(kind, joints, numbers(key));
  }

  /** A sum that differs means that a term is read in another way than it was trained. */
  private void requireSize(List<ObservationTerm> terms, int joints) {
    int sum = terms.stream().mapToInt(t -> t.numbers(joints)).sum();
    if (find("num_observations").isPresent() && get("num_observations").integer() != sum) {
      throw new PolicyFileException(
          file
              + ": num_observations is "
              + get("num_observations").integer()
              + ": the terms under observations have "
              + sum
              + " numbers with "
              + joints
              + " joints");
    }
  }

  /** A limit of the raw action, applied before its scale. */
  Scaling clipped(Scaling plain, int joints) {
    double[] low = ends("clip_actions_lower", joints);
    double[] high = ends("clip_actions_upper", joints);
    if (low.length == 0 && high.length == 0 && find(OLD_CLIP).isPresent()) {
      high = ends(OLD_CLIP, joints);
      low = Arrays.stream(high).map(v -> -v).toArray();
    }
    if (low.length == 0 && high.length == 0) {
      return plain;
    }
    return Numbers.sameClip(
        plain,
        low.length == 0 ? open(Double.NEGATIVE_INFINITY, joints) : low,
        high.length == 0 ? open(Double.POSITIVE_INFINITY, joints) : high,
        true);
  }

  private static double[] open(double end, int joints) {
    double[] all = new double[joints];
    Arrays.fill(all, end);
    return all;
  }

  /** An empty list means no limit. */
  private double[] ends(String key, int joints) {
    return find(key).isPresent() && get(key).isList() && get(key).items().isEmpty()
        ? new double[0]
        : perJoint(key, joints);
  }

  /** The scale of the actions: one for all or one each. */
  double[] actionScale(int joints) {
    double[] scale = numbers("action_scale");
    return scale.length == 1 ? scale : perJoint("action_scale", joints);
  }

  /** The only output: position targets around the default posture. */
  ActionOutput output(List<String> joints, double[] scale) {
    Scaling scaling = clipped(Scaling.of(scale), joints.size());
    return new ActionOutput(
        "", List.of(new ActionTerm(ActionKind.JOINT_POSITION, joints, scaling)));
  }

  /**
   * The only input with its history.
   *
   * @param fromTheEnd whether the list of frames is read from its end
   */
  ObservationInput input(List<ObservationTerm> terms, boolean fromTheEnd) {
    Scaling clip = find("clip_obs").isPresent() ? clipOfAll() : Scaling.NONE;
    History history = history(fromTheEnd);
    String priority = find("observations_history_priority").map(YamlNode::text).orElse("time");
    return switch (priority) {
      case "time" -> new ObservationInput("", terms, clip, history);
      case "term" ->
          new ObservationInput(
              "",
              terms.stream().map(t -> Numbers.withHistory(t, history)).toList(),
              clip,
              History.NONE);
      default ->
          throw new PolicyFileException(
              file
                  + ": observations_history_priority is "
                  + priority
                  + ": allowed is time or term");
    };
  }

  private Scaling clipOfAll() {
    double limit = get("clip_obs").number();
    if (!(limit > 0)) {
      throw new PolicyFileException(
          file
              + ": clip_obs is "
              + limit
              + ": it must be above 0, for all numbers are clipped at it");
    }
    return Numbers.clip(limit);
  }

  /** The frames are listed by age; 0 is the present one. */
  private History history(boolean fromTheEnd) {
    if (find("observations_history").isEmpty()) {
      return History.NONE;
    }
    List<Integer> ages =
        get("observations_history").items().stream().map(YamlNode::integer).toList();
    int n = ages.size();
    if (n == 0) {
      return History.NONE;
    }
    boolean rising = true;
    boolean falling = true;
    for (int i = 0; i < n; i++) {
      rising &= ages.get(i) == i;
      falling &= ages.get(i) == n - 1 - i;
    }
    if (!rising && !falling) {
      throw new PolicyFileException(
          file
              + ": observations_history is "
              + ages
              + ": Reins knows all frames from 0 to some age, in rising or falling order");
    }
    return n == 1 ? History.NONE : new History(n, rising != fromTheEnd, true);
  }

  /**
   * Names in the policy's order.
   *
   * @param names in the robot's order
   * @param key of the mapping; the identity if it is missing
   */
  List<String> mapped(List<String> names, String key) {
    if (find(key).isEmpty()) {
      return names;
    }
    return Numbers.mapped(file, key, get(key), names);
  }

  /** Requires that there are no two of one name. */
  static void requireDistinct(String file, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new PolicyFileException(
            file + ": joint " + name + " is named twice: each joint needs a name of its own");
      }
    }
  }
}

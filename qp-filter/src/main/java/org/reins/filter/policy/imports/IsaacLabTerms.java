package org.reins.filter.policy.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.robot.file.YamlNode;

/** The observation terms of Isaac Lab's descriptors. */
final class IsaacLabTerms {
  private static final Map<String, TermKind> KINDS =
      Map.of(
          "base_lin_vel", TermKind.BASE_LINEAR_VELOCITY,
          "base_ang_vel", TermKind.BASE_ANGULAR_VELOCITY,
          "projected_gravity", TermKind.PROJECTED_GRAVITY,
          "joint_pos", TermKind.JOINT_POSITION,
          "joint_pos_rel", TermKind.JOINT_POSITION_RELATIVE,
          "joint_vel", TermKind.JOINT_VELOCITY,
          "joint_vel_rel", TermKind.JOINT_VELOCITY,
          "joint_effort", TermKind.JOINT_EFFORT,
          "last_action", TermKind.LAST_ACTION);
  private static final String COMMANDS = "generated_commands";
  private static final int TWIST = 3;
  private static final int POSE = 7;

  private final String file;
  private final PolicyJoints joints;
  private final int actions;
  private final List<String> notes;

  /**
   * Prepares for a file.
   *
   * @param actions numbers of the network's output
   */
  IsaacLabTerms(String file, PolicyJoints joints, int actions, List<String> notes) {
    this.file = file;
    this.joints = joints;
    this.actions = actions;
    this.notes = notes;
  }

  ObservationInput input(List<YamlNode> nodes) {
    List<ObservationTerm> terms = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (YamlNode node : nodes) {
      String name = node.get("name").text();
      if (name.equals(COMMANDS) || KINDS.containsKey(name)) {
        terms.add(term(name, node));
      } else {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": the observations have "
              + String.join(", ", unknown)
              + ": Reins knows "
              + String.join(", ", new TreeSet<>(KINDS.keySet()))
              + ", "
              + COMMANDS);
    }
    return new ObservationInput("", terms, Scaling.NONE, History.NONE);
  }

  private ObservationTerm term(String name, YamlNode node) {
    int size = (int) Arrays.stream(node.get("shape").numbers()).reduce(1, (a, b) -> a * b);
    TermKind kind = name.equals(COMMANDS) ? command(size) : KINDS.get(name);
    List<String> of = kind.isPerJoint() ? node.texts("joint_names", joints.names()) : List.of();
    if (kind.numbers(of.size(), actions, 0) != size) {
      throw new PolicyFileException(
          file
              + ": "
              + name
              + " has the shape "
              + size
              + ": Reins reads "
              + kind.numbers(of.size(), actions, 0)
              + " numbers for it");
    }
    requireOffsets(name, node, kind, of);
    requireNoModifiers(name, node);
    YamlNode overloads = node.has("overloads") ? node.get("overloads") : null;
    Scaling scaling = Scaling.NONE;
    int frames = 1;
    if (overloads != null) {
      scaling = Scaling.of(Numbers.oneOrEach(file, name, overloads, "scale", 1, size));
      if (overloads.has("clip")) {
        double[] clip = Numbers.clipEnds(file, name + ".clip", overloads.get("clip"));
        // Isaac Lab clips before it scales.
        scaling = scaling.withClip(new double[] {clip[0]}, new double[] {clip[1]}, true);
      }
      // Length 0 is its word for the present frame only.
      frames = Math.max(1, overloads.whole("history_length", 1));
      if (frames > 1 && !overloads.flag("flatten_history_dim", true)) {
        throw new PolicyFileException(
            file + ": " + name + " has a history that is not flat: Reins knows flat ones");
      }
    }
    // Oldest first, and filled with the first sample.
    return new ObservationTerm(
        kind, of, scaling, new History(frames, false, false), 0, new double[0]);
  }

  /** A modifier is code that changes the term before its clip and scale. */
  private void requireNoModifiers(String name, YamlNode node) {
    if (!node.has("extras") || !node.get("extras").isMap()) {
      return;
    }
    YamlNode extras = node.get("extras");
    boolean any =
        extras.has("modifiers")
            && !(extras.get("modifiers").isList() && extras.get("modifiers").items().isEmpty());
    if (any) {
      throw new PolicyFileException(
          file
              + ": "
              + name
              + " has modifiers, which change it before its scale: Reins knows none, so write what"
              + " they do as scale, offset and clip in a description by hand");
    }
  }

  private TermKind command(int size) {
    if (size == TWIST) {
      notes.add("generated_commands has 3 numbers: it is taken for a twist, x, y and turn");
      return TermKind.COMMAND_TWIST;
    }
    if (size == POSE) {
      notes.add(
          "generated_commands has 7 numbers: it is taken for a pose with the quaternion w x y z, as in"
              + " Isaac Lab 2; Isaac Lab 3 has x y z w");
      return TermKind.COMMAND_POSE_WXYZ;
    }
    throw new PolicyFileException(
        file
            + ": generated_commands has "
            + size
            + " numbers: Reins knows a twist with 3 and a pose with 7");
  }

  /** What is subtracted must be what the description says it is. */
  private void requireOffsets(String name, YamlNode node, TermKind kind, List<String> of) {
    boolean relative = kind == TermKind.JOINT_POSITION_RELATIVE;
    String key = relative ? "joint_pos_offsets" : "joint_vel_offsets";
    boolean hasOffsets = relative || name.equals("joint_vel_rel");
    if (!hasOffsets || !node.has(key)) {
      return;
    }
    double[] offsets = Numbers.exactly(node.get(key), file, name + "." + key, of.size(), "joints");
    for (int i = 0; i < offsets.length; i++) {
      int at = joints.indexOf(of.get(i));
      double wanted = relative && at >= 0 ? joints.posture()[at] : 0;
      if (Math.abs(offsets[i] - wanted) > 1e-6) {
        throw new PolicyFileException(
            file
                + ": "
                + name
                + "."
                + key
                + " of "
                + of.get(i)
                + " is "
                + offsets[i]
                + ": Reins subtracts "
                + wanted
                + (relative ? ", its default position" : ""));
      }
    }
  }
}

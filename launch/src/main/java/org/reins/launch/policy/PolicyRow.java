package org.reins.launch.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;

/**
 * One term with its place in a tensor.
 *
 * @param from first place in one frame of the tensor
 * @param to place after the last one
 * @param term name in files
 * @param unit of what is measured or commanded
 * @param joints in order; empty for terms that have none
 * @param scaling scale, offset and clip
 * @param history past frames of this term alone
 */
record PolicyRow(
    int from,
    int to,
    String term,
    String unit,
    List<String> joints,
    Scaling scaling,
    History history) {
  /** The terms of an input. */
  static List<PolicyRow> of(ObservationInput input, int action) {
    List<PolicyRow> rows = new ArrayList<>();
    int at = 0;
    for (ObservationTerm t : input.terms()) {
      int to = at + t.numbers(action) * t.history().frames();
      String name =
          t.kind() == TermKind.GAIT_CLOCK
              ? t.kind().code() + " " + t.clockPeriod() + " s"
              : t.kind().code();
      rows.add(new PolicyRow(at, to, name, unit(t.kind()), t.joints(), t.scaling(), t.history()));
      at = to;
    }
    return rows;
  }

  /** The terms of an output. */
  static List<PolicyRow> of(ActionOutput output) {
    List<PolicyRow> rows = new ArrayList<>();
    int at = 0;
    for (ActionTerm t : output.terms()) {
      int to = at + t.numbers();
      rows.add(
          new PolicyRow(
              at, to, t.kind().code(), unit(t.kind()), t.joints(), t.scaling(), History.NONE));
      at = to;
    }
    return rows;
  }

  private static String unit(TermKind kind) {
    return switch (kind) {
      case JOINT_POSITION, JOINT_POSITION_RELATIVE, COMMAND_JOINT_POSITION -> "rad";
      case JOINT_VELOCITY, BASE_ANGULAR_VELOCITY, BASE_ANGULAR_VELOCITY_WORLD -> "rad/s";
      case JOINT_EFFORT -> "N m";
      case BASE_LINEAR_VELOCITY, BASE_LINEAR_VELOCITY_WORLD -> "m/s";
      case COMMAND_TWIST -> "m/s, rad/s";
      case BASE_HEIGHT, COMMAND_POSITION, TOOL_POSITION, GOAL_MINUS_TOOL, RANGE_SCAN, HEIGHT_SCAN ->
          "m";
      case WRENCH -> "N, N m";
      case COMMAND_POSE_WXYZ, COMMAND_POSE_XYZW, TOOL_POSE_WXYZ, TOOL_POSE_XYZW -> "m, 1";
      case PROJECTED_GRAVITY, BASE_QUATERNION_WXYZ, BASE_QUATERNION_XYZW -> "1";
      case TOOL_QUATERNION_WXYZ,
          TOOL_QUATERNION_XYZW,
          TOOL_ROTATION_6D_COLUMNS,
          TOOL_ROTATION_6D_ROWS,
          LAST_ACTION,
          GAIT_CLOCK,
          CONSTANT ->
          "1";
    };
  }

  private static String unit(ActionKind kind) {
    return switch (kind) {
      case JOINT_POSITION, JOINT_POSITION_ABSOLUTE, JOINT_POSITION_DELTA -> "rad";
      case JOINT_VELOCITY -> "rad/s";
      case JOINT_EFFORT -> "N m";
      case TOOL_POSITION, TOOL_POSITION_DELTA -> "m";
      case TOOL_POSE_WXYZ, TOOL_POSE_XYZW -> "m, 1";
      case TOOL_POSE_DELTA -> "m, rad";
      case STIFFNESS, IGNORED -> "1";
    };
  }

  /** The scale, in words. */
  String scale() {
    return numbers(scaling.scale());
  }

  /** The offset, in words; empty for none. */
  String offset() {
    String all = numbers(scaling.offset());
    return all.equals("0") ? "" : all;
  }

  /** The clip, in words; empty for none. */
  String clip() {
    List<String> ends = new ArrayList<>();
    boolean clipped = false;
    for (int i = 0; i < scaling.low().length; i++) {
      ends.add("[" + number(scaling.low()[i]) + ", " + number(scaling.high()[i]) + "]");
      clipped |= scaling.isClipped(i);
    }
    List<String> distinct = ends.stream().distinct().toList();
    return !clipped
        ? ""
        : (distinct.size() == 1 ? distinct.get(0) : String.join(" ", ends))
            + (scaling.clipFirst() ? " first" : "");
  }

  /** Past frames, in words; empty for the present one only. */
  static String words(History h) {
    return h.frames() == 1
        ? ""
        : h.frames()
            + " frames, "
            + (h.newestFirst() ? "newest" : "oldest")
            + " first, from "
            + (h.zeros() ? "zeros" : "the first sample");
  }

  private static String numbers(double[] all) {
    List<String> words = new ArrayList<>();
    for (double v : all) {
      words.add(number(v));
    }
    return words.stream().distinct().count() == 1
        ? words.get(0)
        : words.stream().collect(Collectors.joining(" "));
  }

  /** A number without needless digits. */
  static String number(double v) {
    if (v == Math.rint(v) && Math.abs(v) < 1e9) {
      return Long.toString((long) v);
    }
    return Math.abs(v) >= Double.MAX_VALUE
        ? (v > 0 ? "inf" : "-inf")
        : String.format(Locale.ROOT, "%.6f", v).replaceFirst("0+$", "");
  }
}

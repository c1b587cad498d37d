package org.reins.launch.policy;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.MemoryTensor;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.model.RobotModel;

/** Prints what a policy sees and answers as tables. */
final class PolicyTable {
  private final PrintWriter out;

  PolicyTable(PrintWriter out) {
    this.out = out;
  }

  void print(
      PolicyDescription d, Optional<RobotModel> robot, NetworkView network, List<String> missing) {
    out.printf(
        Locale.ROOT,
        "policy %s%s: an action every %s s (%.1f Hz)%n",
        d.name(),
        d.robot().isEmpty() ? "" : " of robot " + d.robot(),
        PolicyRow.number(d.period()),
        1 / d.period());
    if (d.chunk().isChunk()) {
      out.println(
          "an action is a chunk of "
              + d.chunk().steps()
              + " steps, "
              + PolicyRow.number(d.chunk().step())
              + " s apart");
    }
    if (!d.twist().isAny()) {
      out.println("commands: " + twist(d.twist()));
    }
    network(network);
    for (ObservationInput in : d.inputs()) {
      input(in, d);
    }
    for (MemoryTensor m : d.memory()) {
      out.println(
          "memory "
              + m.input()
              + " comes from "
              + m.output()
              + ": "
              + m.numbers()
              + " numbers, zeros at first");
    }
    for (ActionOutput o : d.outputs()) {
      out.println();
      out.println(
          "output"
              + name(o.tensor())
              + ": "
              + o.numbers()
              + " numbers"
              + (d.chunk().isChunk() ? " a step" : ""));
      rows(PolicyRow.of(o), d.joints());
    }
    joints(d.joints(), robot);
    out.println();
    out.println(missing.isEmpty() ? "missing: nothing" : "missing:");
    missing.forEach(m -> out.println("  " + m));
  }

  /** Prints a network's tensors. */
  void network(NetworkView n) {
    out.println("network " + n.file() + " (" + n.kind() + ")");
    n.inputs().forEach(t -> out.println("  takes   " + NetworkView.words(t)));
    n.outputs().forEach(t -> out.println("  answers " + NetworkView.words(t)));
    n.problem().ifPresent(p -> out.println("  problem: " + p));
  }

  private static String twist(TwistRange t) {
    List<String> parts = new ArrayList<>();
    List<String> names = List.of("x", "y", "turn");
    for (int k = 0; k < 3; k++) {
      parts.add(
          names.get(k)
              + " "
              + PolicyRow.number(t.low()[k])
              + " to "
              + PolicyRow.number(t.high()[k])
              + (k < 2 ? " m/s" : " rad/s"));
    }
    return String.join(", ", parts);
  }

  private void input(ObservationInput in, PolicyDescription d) {
    int action = d.actionNumbers();
    out.println();
    String clip = new PolicyRow(0, 0, "", "", List.of(), in.clip(), in.history()).clip();
    String frames = PolicyRow.words(in.history());
    out.println(
        "input"
            + name(in.tensor())
            + ": "
            + in.numbers(action)
            + " numbers"
            + (frames.isEmpty() ? "" : ", " + in.frame(action) + " in each of " + frames)
            + (clip.isEmpty() ? "" : ", clip " + clip));
    rows(PolicyRow.of(in, action), d.joints());
  }

  private static String name(String tensor) {
    return tensor.isEmpty() ? "" : " " + tensor;
  }

  private void rows(List<PolicyRow> rows, PolicyJoints joints) {
    List<String[]> table = new ArrayList<>();
    table.add(
        new String[] {"place", "term", "unit", "scale", "offset", "clip", "history", "joints"});
    for (PolicyRow r : rows) {
      table.add(
          new String[] {
            "[" + r.from() + ".." + r.to() + ")",
            r.term(),
            r.unit(),
            r.scale(),
            r.offset(),
            r.clip(),
            PolicyRow.words(r.history()),
            r.joints().equals(joints.names())
                ? "all " + joints.names().size()
                : String.join(" ", r.joints())
          });
    }
    print(table);
  }

  private void joints(PolicyJoints j, Optional<RobotModel> robot) {
    out.println();
    out.println("joints in the policy's order");
    List<String[]> table = new ArrayList<>();
    table.add(
        new String[] {"place", "name", "posture, rad", "N m/rad", "N m s/rad", "robot's place"});
    for (int i = 0; i < j.names().size(); i++) {
      String name = j.names().get(i);
      table.add(
          new String[] {
            Integer.toString(i),
            name,
            PolicyRow.number(j.posture()[i]),
            j.stiffness().length == 0 ? "?" : PolicyRow.number(j.stiffness()[i]),
            j.damping().length == 0 ? "?" : PolicyRow.number(j.damping()[i]),
            robot.map(r -> place(r, name, j)).orElse("")
          });
    }
    print(table);
  }

  private static String place(RobotModel robot, String name, PolicyJoints joints) {
    int at = robot.jointNames().indexOf(name);
    return at >= 0 ? Integer.toString(at) : joints.absent().contains(name) ? "absent" : "none";
  }

  /** Columns that are empty in all rows are left out. */
  private void print(List<String[]> table) {
    int columns = table.get(0).length;
    int[] width = new int[columns];
    for (int c = 0; c < columns; c++) {
      for (int r = 1; r < table.size(); r++) {
        width[c] = Math.max(width[c], table.get(r)[c].length());
      }
      width[c] = width[c] == 0 ? 0 : Math.max(width[c], table.get(0)[c].length());
    }
    for (String[] row : table) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        if (width[c] > 0) {
          line.append("  ").append(row[c]).append(" ".repeat(width[c] - row[c].length()));
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }
}

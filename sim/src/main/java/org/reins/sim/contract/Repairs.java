package org.reins.sim.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reins.filter.contract.Sentences;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.History;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.PolicyWriter;
import org.reins.filter.policy.TermKind;
import org.reins.robot.model.RobotModel;

/** The contracts that people confuse with a given one: each differs from it in one place. */
public final class Repairs {
  // Factors between the scales in use: 2 and 4, 20 of joint velocities, and degrees.
  private static final double[] FACTORS = {0.25, 0.5, 2, 4};
  private static final double DEGREES = Math.toDegrees(1);

  private final RobotModel robot;
  private final PolicyDescription d;
  private final List<Repair> all = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  private Repairs(RobotModel robot, PolicyDescription d) {
    this.robot = robot;
    this.d = d;
    known.add(PolicyWriter.write(d, List.of()));
  }

  /** Contracts that differ from a description; none of them equals it or another. */
  public static List<Repair> of(RobotModel robot, PolicyDescription d) {
    Repairs r = new Repairs(robot, d);
    r.frames();
    r.orders();
    r.scales();
    r.kinds();
    r.gains();
    r.postures();
    r.actions();
    r.histories();
    return r.all;
  }

  /** Adds a contract unless it changes nothing. */
  private void add(String term, String words, PolicyDescription other) {
    if (known.add(PolicyWriter.write(other, List.of()))) {
      all.add(new Repair(term, words, other));
    }
  }

  private void frames() {
    add("projected_gravity", "with the sign turned", scale(TermKind.PROJECTED_GRAVITY, -1));
    double[][] axes = {{-1, 1, 1}, {1, -1, 1}, {1, 1, -1}, {1, -1, -1}, {-1, -1, 1}};
    String[] names = {"x", "y", "z", "y and z", "x and y"};
    for (TermKind kind :
        List.of(
            TermKind.BASE_ANGULAR_VELOCITY,
            TermKind.BASE_LINEAR_VELOCITY,
            TermKind.PROJECTED_GRAVITY,
            TermKind.COMMAND_TWIST)) {
      for (int k = 0; k < axes.length; k++) {
        add(kind.code(), "with the sign of " + names[k] + " turned", scale(kind, axes[k]));
      }
      if (kind != TermKind.PROJECTED_GRAVITY) {
        add(kind.code(), "with all signs turned", scale(kind, -1));
      }
    }
    both(TermKind.BASE_QUATERNION_WXYZ, TermKind.BASE_QUATERNION_XYZW);
    both(TermKind.BASE_ANGULAR_VELOCITY, TermKind.BASE_ANGULAR_VELOCITY_WORLD);
    both(TermKind.BASE_LINEAR_VELOCITY, TermKind.BASE_LINEAR_VELOCITY_WORLD);
  }

  private void both(TermKind a, TermKind b) {
    add(a.code(), "as " + b.code(), ContractEdits.kind(d, a, b));
    add(b.code(), "as " + a.code(), ContractEdits.kind(d, b, a));
  }

  private void orders() {
    List<String> now = acted();
    for (Map.Entry<String, List<String>> order : JointOrders.of(robot).entrySet()) {
      String words = "with the joints in the order " + order.getKey();
      if (!new HashSet<>(now).equals(new HashSet<>(order.getValue()))) {
        continue;
      }
      Map<String, String> map = ContractEdits.between(now, order.getValue());
      add("joints.names", words, ContractEdits.rename(d, map, false));
      add(
          "joints.names",
          words + ", each with its posture and gains",
          ContractEdits.rename(d, map, true));
      add("joint_position and joint_velocity", words, ContractEdits.renameSeen(d, map));
      add("action joints", words, ContractEdits.renameActed(d, map));
    }
    TermKind[][] swaps = {
      {TermKind.BASE_ANGULAR_VELOCITY, TermKind.PROJECTED_GRAVITY},
      {TermKind.COMMAND_TWIST, TermKind.PROJECTED_GRAVITY},
      {TermKind.COMMAND_TWIST, TermKind.BASE_ANGULAR_VELOCITY},
      {TermKind.BASE_LINEAR_VELOCITY, TermKind.BASE_ANGULAR_VELOCITY},
      {TermKind.BASE_LINEAR_VELOCITY, TermKind.COMMAND_TWIST},
      {TermKind.JOINT_POSITION_RELATIVE, TermKind.JOINT_VELOCITY},
      {TermKind.JOINT_POSITION_RELATIVE, TermKind.LAST_ACTION},
      {TermKind.JOINT_VELOCITY, TermKind.LAST_ACTION},
      {TermKind.JOINT_POSITION, TermKind.JOINT_VELOCITY},
      {TermKind.COMMAND_TWIST, TermKind.LAST_ACTION},
    };
    for (TermKind[] s : swaps) {
      add(
          s[0].code() + " and " + s[1].code(),
          "with the two exchanged",
          ContractEdits.swapped(d, s[0], s[1]));
    }
  }

  /** The joints that the network moves, in its order. */
  private List<String> acted() {
    return d.outputs().stream()
        .flatMap(o -> o.terms().stream())
        .flatMap(t -> t.joints().stream())
        .distinct()
        .toList();
  }

  private void scales() {
    for (TermKind kind :
        List.of(
            TermKind.BASE_ANGULAR_VELOCITY,
            TermKind.BASE_LINEAR_VELOCITY,
            TermKind.JOINT_VELOCITY,
            TermKind.JOINT_POSITION_RELATIVE,
            TermKind.JOINT_POSITION,
            TermKind.COMMAND_TWIST,
            TermKind.LAST_ACTION)) {
      for (double f : FACTORS) {
        add(kind.code(), "with " + factor("scale", f), scale(kind, f));
      }
      add(kind.code(), "in degrees, scale × 57.3", scale(kind, DEGREES));
      add(kind.code(), "in radians, scale / 57.3", scale(kind, 1 / DEGREES));
    }
    add("joint_velocity", "with scale × 20", scale(TermKind.JOINT_VELOCITY, 20));
    add("joint_velocity", "with scale × 0.05", scale(TermKind.JOINT_VELOCITY, 0.05));
    add("projected_gravity", "with scale × 9.81, m/s²", scale(TermKind.PROJECTED_GRAVITY, 9.81));
    add(
        "projected_gravity",
        "as a unit vector, scale / 9.81",
        scale(TermKind.PROJECTED_GRAVITY, 1 / 9.81));
    add("command_twist", "with scale × [2, 2, 0.25]", scale(TermKind.COMMAND_TWIST, 2, 2, 0.25));
    add("command_twist", "with scale / [2, 2, 0.25]", scale(TermKind.COMMAND_TWIST, 0.5, 0.5, 4));
    add("last_action", "as zeros", scale(TermKind.LAST_ACTION, 0));
  }

  private static String factor(String what, double f) {
    return what + (f < 1 ? " / " + Math.round(1 / f) : " × " + Math.round(f));
  }

  private PolicyDescription scale(TermKind kind, double... factors) {
    return ContractEdits.scale(d, kind, factors);
  }

  private void kinds() {
    TermKind relative = TermKind.JOINT_POSITION_RELATIVE;
    TermKind absolute = TermKind.JOINT_POSITION;
    both(relative, absolute);
    ActionKind[] actions = {
      ActionKind.JOINT_POSITION, ActionKind.JOINT_POSITION_ABSOLUTE, ActionKind.JOINT_POSITION_DELTA
    };
    for (ActionKind from : actions) {
      for (ActionKind to : actions) {
        if (from != to) {
          add("action " + from.code(), "as " + to.code(), ContractEdits.actionKind(d, from, to));
        }
      }
    }
  }

  private void gains() {
    PolicyJoints j = d.joints();
    if (!j.hasGains()) {
      return;
    }
    for (double f : FACTORS) {
      add("joints.stiffness", "with " + factor("stiffness", f), ContractEdits.gains(d, f, 1));
      add("joints.damping", "with " + factor("damping", f), ContractEdits.gains(d, 1, f));
    }
    add("joints.damping", "with damping / 20", ContractEdits.gains(d, 1, 0.05));
    add("joints.damping", "with damping × 20", ContractEdits.gains(d, 1, 20));
    add("joints.stiffness and joints.damping", "with both × 2", ContractEdits.gains(d, 2, 2));
    add("joints.stiffness and joints.damping", "with both / 2", ContractEdits.gains(d, 0.5, 0.5));
    add(
        "joints.stiffness and joints.damping",
        "with the two exchanged",
        ContractEdits.exchangedGains(d));
  }

  private void postures() {
    PolicyJoints j = d.joints();
    double[] mirrored = j.posture().clone();
    double[] own = j.posture().clone();
    double[] level = j.posture().clone();
    for (int i = 0; i < own.length; i++) {
      String name = j.names().get(i);
      int at = robot.jointNames().indexOf(name);
      if (at >= 0) {
        own[i] = robot.posture()[at];
        boolean roll = Math.abs(robot.joints().get(at).axis()[0]) > 0.5;
        mirrored[i] = roll ? -mirrored[i] : mirrored[i];
        level[i] = roll ? 0 : level[i];
      }
    }
    posture("with the robot's own default posture", own);
    posture("with the signs of the hips turned", mirrored);
    posture("with straight hips", level);
    posture("with all signs turned", ContractEdits.times(j.posture(), -1));
    posture("of zeros", new double[own.length]);
    posture("in radians, / 57.3", ContractEdits.times(j.posture(), 1 / DEGREES));
  }

  private void posture(String words, double[] posture) {
    PolicyJoints j = d.joints();
    add("joints.posture", words, ContractEdits.joints(d, posture, j.stiffness(), j.damping()));
  }

  private void actions() {
    for (double f : FACTORS) {
      add("action", "with " + factor("scale", f), ContractEdits.actionScale(d, n -> f));
    }
    add("action", "with all signs turned", ContractEdits.actionScale(d, n -> -1));
    for (double f : new double[] {0.5, 2}) {
      add(
          "action",
          "with " + factor("scale of the hips", f),
          ContractEdits.actionScale(d, n -> isRoll(n) ? f : 1));
    }
    for (double f : FACTORS) {
      if (d.period() * f <= 1) {
        add(
            "period",
            Sentences.text("with %.4g s", d.period() * f),
            ContractEdits.period(d, d.period() * f));
      }
    }
  }

  private boolean isRoll(String joint) {
    int at = robot.jointNames().indexOf(joint);
    return at >= 0 && Math.abs(robot.joints().get(at).axis()[0]) > 0.5;
  }

  private void histories() {
    add(
        "history",
        "with the frames in the other order",
        ContractEdits.history(d, h -> new History(h.frames(), !h.newestFirst(), h.zeros())));
    add(
        "history",
        "with the other beginning",
        ContractEdits.history(d, h -> new History(h.frames(), h.newestFirst(), !h.zeros())));
    PolicyDescription turned = ContractEdits.turnedHistory(d);
    add("history", "with the other layout, by frame or by term", turned);
    add(
        "history",
        "with the other layout and order",
        ContractEdits.history(turned, h -> new History(h.frames(), !h.newestFirst(), h.zeros())));
  }
}

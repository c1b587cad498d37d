package org.reins.launch.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.TermKind;
import org.reins.robot.model.RobotModel;

/** What a description leaves open, and what a robot must have for it. */
final class PolicyGaps {
  private PolicyGaps() {}

  /** One sentence for each. */
  static List<String> of(PolicyDescription d, Optional<RobotModel> robot) {
    List<String> gaps = new ArrayList<>();
    if (!d.joints().hasGains()) {
      gaps.add("the policy's own gains: the robot's will be used");
    }
    if (d.twist().isAny() && sees(d).contains(TermKind.COMMAND_TWIST)) {
      gaps.add("the commands that the policy was trained with (commands.twist)");
    }
    if (d.network().isEmpty()) {
      gaps.add("the network's file (network)");
    }
    needs(d, gaps);
    topics(d, gaps);
    robot.ifPresent(r -> fits(d, r, gaps));
    return gaps;
  }

  private static Set<TermKind> sees(PolicyDescription d) {
    return d.inputs().stream()
        .flatMap(in -> in.terms().stream())
        .map(t -> t.kind())
        .collect(Collectors.toSet());
  }

  private static void needs(PolicyDescription d, List<String> gaps) {
    for (TermKind kind :
        List.of(
            TermKind.BASE_LINEAR_VELOCITY,
            TermKind.BASE_LINEAR_VELOCITY_WORLD,
            TermKind.BASE_HEIGHT)) {
      if (sees(d).contains(kind)) {
        gaps.add("a sensor for " + kind.code() + ": a real robot needs an estimate");
      }
    }
  }

  private static void topics(PolicyDescription d, List<String> gaps) {
    d.inputs().stream()
        .flatMap(in -> in.terms().stream())
        .filter(t -> t.kind().hasTopic())
        .map(t -> "a publisher of " + t.topic() + ", which delivers " + t.kind().code())
        .distinct()
        .forEach(gaps::add);
  }

  private static void fits(PolicyDescription d, RobotModel robot, List<String> gaps) {
    boolean legs = !robot.base().feet().isEmpty();
    for (TermKind kind : sees(d)) {
      if (!legs && kind.needsBase() || legs && kind.needsTool()) {
        gaps.add(
            "what "
                + kind.code()
                + " measures: robot "
                + robot.name()
                + (legs ? " has no tool" : " has a fixed base"));
      }
    }
    PolicyJoints j = d.joints();
    List<String> lacking =
        j.names().stream()
            .filter(n -> !robot.jointNames().contains(n) && !j.absent().contains(n))
            .toList();
    if (!lacking.isEmpty()) {
      gaps.add(
          "joints of robot "
              + robot.name()
              + " for "
              + String.join(", ", lacking)
              + ": it has "
              + String.join(", ", robot.jointNames()));
    }
    Set<String> driven =
        d.outputs().stream()
            .flatMap(o -> o.terms().stream())
            .filter(t -> t.kind() != ActionKind.STIFFNESS)
            .flatMap(t -> t.joints().stream())
            .collect(Collectors.toSet());
    if (d.outputs().stream().flatMap(o -> o.terms().stream()).anyMatch(t -> t.kind().isTool())) {
      return;
    }
    List<String> idle = robot.jointNames().stream().filter(n -> !driven.contains(n)).toList();
    if (!idle.isEmpty()) {
      gaps.add("actions for " + String.join(", ", idle) + ": they hold the robot's posture");
    }
  }
}

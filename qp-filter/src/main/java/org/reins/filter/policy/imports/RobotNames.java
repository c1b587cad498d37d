package org.reins.filter.policy.imports;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.robot.model.RobotModel;

/** Fits an imported policy to a robot: joint names, and whether it is a robot of its kind. */
final class RobotNames {
  private static final String ENDING = "_joint";

  private RobotNames() {}

  /** Renames joints as the user and the robot want, and checks the robot. */
  static ImportedPolicy apply(ImportedPolicy p, ImportOptions options) {
    List<String> notes = new ArrayList<>(p.notes());
    if (!Files.exists(p.network())) {
      notes.add(
          "the network " + p.network().getFileName() + " is not where the bundle's format has it");
    }
    PolicyDescription d = p.description();
    requireKnown(options.rename().keySet(), d.joints().names());
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : d.joints().names()) {
      names.put(name, options.rename().getOrDefault(name, name));
    }
    if (options.robot().isPresent()) {
      RobotModel robot = options.robot().get();
      requireKind(robot, d);
      match(robot, names, options, notes);
      if (!d.robot().isEmpty() && !isSame(d.robot(), robot.name())) {
        notes.add(
            "the bundle is of robot "
                + d.robot()
                + ", not "
                + robot.name()
                + ": joints of the same names may belong to a body of other size and mass");
      }
    }
    return new ImportedPolicy(renamed(d, names::get, options), p.network(), p.origin(), notes);
  }

  private static boolean isSame(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    return x.equals(y);
  }

  private static void requireKnown(Set<String> renamed, List<String> has) {
    for (String name : renamed) {
      if (!has.contains(name)) {
        throw new PolicyFileException(
            "--rename has " + name + ": the policy's joints are " + String.join(", ", has));
      }
    }
  }

  /** An arm has no body that moves, and legs have no tool. */
  private static void requireKind(RobotModel robot, PolicyDescription d) {
    boolean legs = !robot.base().feet().isEmpty();
    for (ObservationInput in : d.inputs()) {
      for (ObservationTerm t : in.terms()) {
        if (!legs && t.kind().needsBase() || legs && t.kind().needsTool()) {
          throw new PolicyFileException(
              "the policy sees "
                  + t.kind().code()
                  + ": robot "
                  + robot.name()
                  + (legs ? " has legs and no tool" : " has a fixed base")
                  + "; is it a policy of another kind of robot?");
        }
      }
    }
  }

  /** Names that differ only in case or in a trailing _joint are the robot's; others are listed. */
  private static void match(
      RobotModel robot, Map<String, String> names, ImportOptions options, List<String> notes) {
    Set<String> taken = new HashSet<>();
    List<String> lacking = new ArrayList<>();
    for (Map.Entry<String, String> e : names.entrySet()) {
      String name = e.getValue();
      if (!robot.jointNames().contains(name) && !options.absent().contains(name)) {
        String alike = alike(robot, name);
        if (alike.equals(name)) {
          lacking.add(name);
          continue;
        }
        notes.add("joint " + name + " is taken for the robot's " + alike);
        e.setValue(alike);
      }
      if (!taken.add(e.getValue())) {
        throw new PolicyFileException(
            "two joints of the policy are " + e.getValue() + ": each needs a joint of its own");
      }
    }
    if (!lacking.isEmpty()) {
      throw new PolicyFileException(
          "robot "
              + robot.name()
              + " lacks the policy's joints "
              + String.join(", ", lacking)
              + ": it has "
              + String.join(", ", robot.jointNames())
              + "; give --rename NAME=ROBOTS, or --absent NAME for joints that it may lack");
    }
  }

  /** The robot's name of a joint; the name itself if it has none that is alike. */
  static String alike(RobotModel robot, String name) {
    List<String> alike =
        robot.jointNames().stream().filter(j -> plain(j).equals(plain(name))).toList();
    return alike.size() == 1 && !robot.jointNames().contains(name) ? alike.get(0) : name;
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(ENDING) ? lower.substring(0, lower.length() - ENDING.length()) : lower;
  }

  private static PolicyDescription renamed(
      PolicyDescription d, UnaryOperator<String> to, ImportOptions options) {
    PolicyJoints j = d.joints();
    List<ObservationInput> inputs =
        d.inputs().stream()
            .map(
                in ->
                    new ObservationInput(
                        in.tensor(),
                        in.terms().stream().map(t -> renamed(t, to)).toList(),
                        in.clip(),
                        in.history()))
            .toList();
    List<ActionOutput> outputs =
        d.outputs().stream()
            .map(
                o ->
                    new ActionOutput(
                        o.tensor(),
                        o.terms().stream()
                            .map(t -> new ActionTerm(t.kind(), all(t.joints(), to), t.scaling()))
                            .toList()))
            .toList();
    return new PolicyDescription(
        d.name(),
        options.robot().map(RobotModel::name).orElse(d.robot()),
        "",
        d.period(),
        new PolicyJoints(
            all(j.names(), to),
            j.posture(),
            j.stiffness(),
            j.damping(),
            Set.copyOf(options.absent())),
        d.twist(),
        inputs,
        d.memory(),
        outputs,
        d.chunk());
  }

  private static ObservationTerm renamed(ObservationTerm t, UnaryOperator<String> to) {
    return new ObservationTerm(
        t.kind(),
        all(t.joints(), to),
        t.scaling(),
        t.history(),
        t.clockPeriod(),
        t.values(),
        t.source());
  }

  private static List<String> all(List<String> names, UnaryOperator<String> to) {
    return names.stream().map(to).collect(Collectors.toUnmodifiableList());
  }
}

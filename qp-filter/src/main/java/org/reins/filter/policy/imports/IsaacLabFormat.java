package org.reins.filter.policy.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

/** The IO descriptors of Isaac Lab: {@code IO_descriptors.yaml}. */
final class IsaacLabFormat implements PolicyFormat {
  private static final Map<String, ActionKind> ACTIONS =
      Map.of(
          "JointPositionAction", ActionKind.JOINT_POSITION_ABSOLUTE,
          "RelativeJointPositionAction", ActionKind.JOINT_POSITION_DELTA,
          "JointVelocityAction", ActionKind.JOINT_VELOCITY,
          "JointEffortAction", ActionKind.JOINT_EFFORT);
  private static final String GROUP = "policy";

  @Override
  public String looksFor() {
    return "Isaac Lab (IO_descriptors.yaml with actions, articulations, observations and scene)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return source.hasKeys("actions", "articulations", "observations", "scene");
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String file = source.file().toString();
    YamlNode root = source.yaml().orElseThrow();
    List<String> notes = new ArrayList<>();
    PolicyJoints joints = joints(file, root.get("articulations"), options, notes);
    YamlNode observations = root.get("observations");
    if (!observations.has(GROUP)) {
      throw new PolicyFileException(
          file
              + ": observations has the groups "
              + String.join(", ", observations.keys())
              + ": Reins imports the group "
              + GROUP);
    }
    List<ActionTerm> actions = new ArrayList<>();
    for (YamlNode a : root.get("actions").items()) {
      actions.add(action(file, a, notes));
    }
    ActionOutput output = new ActionOutput("", actions);
    AbsoluteTargets.note(output, joints, notes);
    ObservationInput input =
        new IsaacLabTerms(file, joints, output.numbers(), notes)
            .input(observations.get(GROUP).items());
    notes.add(Twists.UNKNOWN);
    PolicyDescription d =
        new PolicyDescription(
            String.valueOf(source.folder().getFileName()),
            options.robot().map(r -> r.name()).orElse(""),
            "",
            period(file, root.get("scene")),
            joints,
            TwistRange.ANY,
            List.of(input),
            List.of(),
            List.of(output));
    return new ImportedPolicy(
        d, NetworkFiles.near(source.folder()), "Isaac Lab: " + source.name(), notes);
  }

  private static double period(String file, YamlNode scene) {
    double dt = scene.get("dt").number();
    double product =
        scene.number("physics_dt", Double.NaN) * scene.number("decimation", Double.NaN);
    if (Math.abs(product - dt) > 1e-6) {
      throw new PolicyFileException(
          file
              + ": scene.dt is "
              + dt
              + ": physics_dt times decimation is "
              + product
              + ", so the policy's rate is unclear");
    }
    return Numbers.rounded(dt);
  }

  private static PolicyJoints joints(
      String file, YamlNode articulations, ImportOptions options, List<String> notes) {
    Set<String> all = articulations.keys();
    if (all.size() != 1 && !all.contains("robot")) {
      throw new PolicyFileException(
          file
              + ": articulations has "
              + String.join(", ", all)
              + ": Reins needs one, or one named robot");
    }
    YamlNode robot = articulations.get(all.contains("robot") ? "robot" : all.iterator().next());
    List<String> names = robot.texts("joint_names", List.of());
    options.requireSame(file, names);
    int n = names.size();
    double[] posture =
        options.posture().length > 0
            ? options.posture()
            : Numbers.exactly(
                robot.get("default_joint_pos"), file, "default_joint_pos", n, "joints");
    double[] kp = gains(file, robot, "default_joint_stiffness", n);
    double[] kd = gains(file, robot, "default_joint_damping", n);
    if (kp.length > 0 && Arrays.stream(kp).allMatch(g -> g == 0)) {
      // An actuator network, or a model of the motor, has its gains elsewhere.
      notes.add(
          "the joints' stiffness is 0: the policy was trained with another model of its motors, whose"
              + " gains are not in the file; the robot's own gains will be used");
      return new PolicyJoints(names, posture, new double[0], new double[0], Set.of());
    }
    List<String> soft = new ArrayList<>();
    for (int i = 0; i < kp.length; i++) {
      if (kp[i] == 0) {
        soft.add(names.get(i));
      }
    }
    if (!soft.isEmpty()) {
      notes.add("the stiffness of " + String.join(", ", soft) + " is 0: nothing holds them");
    }
    if (kp.length == 0 || kd.length == 0) {
      notes.add("gains are missing: the robot's own will be used");
    }
    return new PolicyJoints(names, posture, kp, kd, Set.of());
  }

  private static double[] gains(String file, YamlNode robot, String key, int n) {
    return robot.has(key) ? Numbers.exactly(robot.get(key), file, key, n, "joints") : new double[0];
  }

  private static ActionTerm action(String file, YamlNode a, List<String> notes) {
    String path = a.text("full_path", "");
    String type = path.substring(path.lastIndexOf('.') + 1);
    ActionKind kind = ACTIONS.get(type);
    if (kind == null) {
      throw new PolicyFileException(
          file
              + ": the action "
              + a.text("name", "without a name")
              + " is "
              + (type.isEmpty() ? "of no known kind" : "a " + type)
              + ": Reins knows "
              + String.join(", ", new TreeSet<>(ACTIONS.keySet())));
    }
    if (kind == ActionKind.JOINT_POSITION_DELTA) {
      notes.add(
          "the action is relative: Isaac Lab adds it to the positions in each step of its physics,"
              + " Reins to those of the observation");
    }
    List<String> names = a.texts("joint_names", List.of());
    String where = "action " + a.text("name", type);
    Scaling plain =
        Scaling.of(Numbers.ofJoints(file, where, a, "scale", 1, names))
            .withOffset(Numbers.ofJoints(file, where, a, "offset", 0, names));
    Scaling scaling = Numbers.clippedJoints(file, where, a, plain, names);
    return new ActionTerm(kind, names, scaling);
  }
}

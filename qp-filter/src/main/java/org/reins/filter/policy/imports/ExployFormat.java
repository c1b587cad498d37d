package org.reins.filter.policy.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.History;
import org.reins.filter.policy.MemoryTensor;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.file.YamlNode;

/**
 * ONNX files of exploy, which hold the whole way from measurements to targets. The names of their
 * tensors say what they are, and the metadata has joints, gains and rates as JSON.
 */
final class ExployFormat implements PolicyFormat {
  private static final String VERSION = "exploy_version";
  private static final String BASES = "base_names";
  private static final String STEPS = "ctx.step_count";
  private static final String TARGETS = "output.joint_targets.";
  private static final List<String> INPUTS =
      List.of(
          "obj.NAME.joints.pos",
          "obj.NAME.joints.vel",
          "obj.NAME.BASE.w_Q_b",
          "obj.NAME.BASE.lin_vel_b_rt_w_in_b",
          "obj.NAME.BASE.ang_vel_b_rt_w_in_b",
          "sensor.imu.NAME.w_Q_b",
          "sensor.imu.NAME.ang_vel_b_rt_w_in_b",
          "cmd.se2_velocity.NAME",
          "memory.NAME.in");

  @Override
  public String looksFor() {
    return "exploy (an ONNX file with exploy_version in its metadata)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return source.network().isPresent() && source.network().get().metadata().containsKey(VERSION);
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String file = source.file().toString();
    NetworkFacts network = source.network().orElseThrow();
    if (network.input(STEPS).isPresent()) {
      throw new PolicyFileException(
          file
              + " counts the steps of the physics itself ("
              + STEPS
              + "): Reins calls a network once per action, so name the file that exploy wrote beside"
              + " it for that, debug/"
              + source.name().replaceFirst("\\.onnx$", "")
              + "_default.onnx");
    }
    List<String> notes = new ArrayList<>();
    List<NetworkFacts.Tensor> targets =
        network.outputs().stream()
            .filter(t -> t.name().startsWith(TARGETS) && t.name().endsWith(".pos"))
            .toList();
    if (targets.isEmpty()) {
      throw new PolicyFileException(
          file
              + " has the outputs "
              + String.join(", ", network.outputs().stream().map(t -> t.name()).toList())
              + ": Reins needs output.joint_targets.NAME.pos");
    }
    List<String> names = new ArrayList<>();
    List<Double> kp = new ArrayList<>();
    List<Double> kd = new ArrayList<>();
    List<ActionOutput> outputs = new ArrayList<>();
    for (NetworkFacts.Tensor t : targets) {
      YamlNode group = metadata(file, network, t.name().replaceFirst("\\.pos$", ""));
      List<String> joints = group.texts("names", List.of());
      requireNumbers(file, t, joints.size());
      names.addAll(joints);
      addAll(
          kp, Numbers.exactly(group.get("stiffness"), file, "stiffness", joints.size(), "joints"));
      addAll(kd, Numbers.exactly(group.get("damping"), file, "damping", joints.size(), "joints"));
      outputs.add(
          new ActionOutput(
              t.name(),
              List.of(new ActionTerm(ActionKind.JOINT_POSITION_ABSOLUTE, joints, Scaling.NONE))));
    }
    List<MemoryTensor> memory = new ArrayList<>();
    List<ObservationInput> inputs = inputs(file, network, names, memory, notes);
    // Joints that are only seen have no gains of the policy's.
    while (kp.size() < names.size()) {
      kp.add(0.0);
      kd.add(0.0);
    }
    options.requireSame(file, names);
    notes.add("of the outputs only the position targets are read: .vel and .effort are not");
    if (!memory.isEmpty()) {
      notes.add("its memory begins with zeros");
    }
    PolicyJoints joints =
        new PolicyJoints(
            names, Postures.of(file, names, options, notes), array(kp), array(kd), Set.of());
    PolicyDescription d =
        new PolicyDescription(
            source.name().replaceFirst("\\.onnx$", ""),
            options.robot().map(r -> r.name()).orElse(""),
            "",
            period(file, network, options),
            joints,
            twist(file, network, notes),
            inputs,
            memory,
            outputs);
    return new ImportedPolicy(
        d, source.file(), "the metadata of exploy in " + source.name(), notes);
  }

  private static List<ObservationInput> inputs(
      String file,
      NetworkFacts network,
      List<String> names,
      List<MemoryTensor> memory,
      List<String> notes) {
    List<ObservationInput> inputs = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (NetworkFacts.Tensor t : network.inputs()) {
      String name = t.name();
      if (name.startsWith("memory.") && name.endsWith(".in")) {
        String out = name.substring(0, name.length() - 2) + "out";
        if (network.output(out).isEmpty()) {
          throw new PolicyFileException(file + " has the input " + name + " and no output " + out);
        }
        memory.add(new MemoryTensor(name, out, (int) t.numbers()));
        continue;
      }
      Optional<TermKind> kind = isOther(file, network, name) ? Optional.empty() : kind(name);
      if (kind.isEmpty()) {
        unknown.add(name);
        continue;
      }
      if (name.startsWith("sensor.imu.")) {
        notes.add(name + " is taken for the base's: the sensor must have the axes of the base");
      }
      List<String> of =
          kind.get().isPerJoint()
              ? metadata(file, network, name.substring(0, name.lastIndexOf('.')))
                  .texts("joint_names", List.of())
              : List.of();
      of.stream().filter(j -> !names.contains(j)).forEach(names::add);
      requireNumbers(file, t, kind.get().numbers(of.size(), 0, 0));
      inputs.add(
          new ObservationInput(
              name, List.of(ObservationTerm.of(kind.get(), of)), Scaling.NONE, History.NONE));
    }
    if (!unknown.isEmpty()) {
      throw new PolicyFileException(
          file
              + " has the inputs "
              + String.join(", ", unknown)
              + ": Reins knows "
              + String.join(", ", INPUTS));
    }
    return inputs;
  }

  /** Whether a tensor is of a body that is not the base of its object, or of another object. */
  private static boolean isOther(String file, NetworkFacts network, String name) {
    String[] parts = name.split("\\.", -1);
    if (!name.startsWith("obj.")
        || parts.length != 4
        || parts[2].equals("joints")
        || !network.metadata().containsKey(BASES)) {
      return false;
    }
    YamlNode bases = metadata(file, network, BASES);
    return !bases.text(parts[1], "").equals(parts[2]);
  }

  private static Optional<TermKind> kind(String name) {
    boolean object = name.startsWith("obj.");
    boolean imu = name.startsWith("sensor.imu.");
    // A body that is not the base has four parts before its quantity.
    boolean base = object && name.split("\\.", -1).length == 4;
    if (object && name.endsWith(".joints.pos")) {
      return Optional.of(TermKind.JOINT_POSITION);
    }
    if (object && name.endsWith(".joints.vel")) {
      return Optional.of(TermKind.JOINT_VELOCITY);
    }
    if ((base || imu) && name.endsWith(".w_Q_b")) {
      // Its controller writes w first.
      return Optional.of(TermKind.BASE_QUATERNION_WXYZ);
    }
    if (base && name.endsWith(".lin_vel_b_rt_w_in_b")) {
      return Optional.of(TermKind.BASE_LINEAR_VELOCITY);
    }
    if ((base || imu) && name.endsWith(".ang_vel_b_rt_w_in_b")) {
      return Optional.of(TermKind.BASE_ANGULAR_VELOCITY);
    }
    return name.startsWith("cmd.se2_velocity.")
        ? Optional.of(TermKind.COMMAND_TWIST)
        : Optional.empty();
  }

  private static void requireNumbers(String file, NetworkFacts.Tensor t, int wanted) {
    if (t.numbers() != wanted) {
      throw new PolicyFileException(
          file
              + ": "
              + t.name()
              + " has "
              + t.numbers()
              + " numbers: its metadata gives "
              + wanted);
    }
  }

  /** The metadata is JSON, which is YAML too. */
  private static YamlNode metadata(String file, NetworkFacts network, String key) {
    String text = network.metadata().get(key);
    if (text == null) {
      throw new PolicyFileException(file + ": its metadata lacks " + key);
    }
    return YamlNode.foreign(file + ": metadata " + key, text);
  }

  private static double period(String file, NetworkFacts network, ImportOptions options) {
    // update_rate is that of the physics, not of the policy.
    if (network.metadata().containsKey("sim_dt") && network.metadata().containsKey("decimation")) {
      return Numbers.rounded(
          metadata(file, network, "sim_dt").number()
              * metadata(file, network, "decimation").number());
    }
    if (!Double.isNaN(options.period())) {
      return options.period();
    }
    throw new PolicyFileException(
        file + ": its metadata lacks sim_dt or decimation: give --period, s");
  }

  private static TwistRange twist(String file, NetworkFacts network, List<String> notes) {
    for (NetworkFacts.Tensor t : network.inputs()) {
      if (t.name().startsWith("cmd.se2_velocity.") && network.metadata().containsKey(t.name())) {
        YamlNode command = metadata(file, network, t.name());
        if (command.has("ranges")) {
          return Twists.of(file, command.get("ranges"), notes);
        }
      }
    }
    notes.add(Twists.UNKNOWN);
    return TwistRange.ANY;
  }

  private static void addAll(List<Double> to, double[] values) {
    for (double v : values) {
      to.add(v);
    }
  }

  private static double[] array(List<Double> all) {
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

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
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.filter.policy.TwistRange;

/**
 * ONNX files of mjlab, whose metadata has joints, gains and names of terms as comma-separated
 * texts. It has neither the rate nor the terms' scales, so the user must give and check them.
 */
final class MjlabFormat implements PolicyFormat {
  private static final Map<String, TermKind> KINDS =
      Map.of(
          "base_lin_vel", TermKind.BASE_LINEAR_VELOCITY,
          "base_ang_vel", TermKind.BASE_ANGULAR_VELOCITY,
          "projected_gravity", TermKind.PROJECTED_GRAVITY,
          // In mjlab's tasks the name joint_pos stands for positions minus the default posture.
          "joint_pos", TermKind.JOINT_POSITION_RELATIVE,
          "joint_vel", TermKind.JOINT_VELOCITY,
          "actions", TermKind.LAST_ACTION,
          "last_action", TermKind.LAST_ACTION,
          "command", TermKind.COMMAND_TWIST);

  @Override
  public String looksFor() {
    return "mjlab (an ONNX file with joint_names, observation_names and action_scale in its"
        + " metadata)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return source.network().isPresent()
        && source
            .network()
            .get()
            .metadata()
            .keySet()
            .containsAll(Set.of("joint_names", "observation_names", "action_scale"));
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String file = source.file().toString();
    NetworkFacts network = source.network().orElseThrow();
    List<String> names = texts(network, "joint_names");
    RlSarValues.requireDistinct(file, names);
    options.requireSame(file, names);
    int n = names.size();
    List<String> notes = new ArrayList<>();
    if (Double.isNaN(options.period())) {
      throw new PolicyFileException(
          file + ": its metadata does not have the time between two actions: give --period, s");
    }
    double[] posture =
        options.posture().length > 0
            ? options.posture()
            : numbers(file, network, "default_joint_pos", n);
    PolicyJoints joints =
        new PolicyJoints(
            names,
            posture,
            numbers(file, network, "joint_stiffness", n),
            numbers(file, network, "joint_damping", n),
            Set.of());
    List<ObservationTerm> terms = terms(file, network, names);
    requireSize(file, network, terms, n);
    notes.add(
        "its metadata has neither scale, clip nor history of the observations: taken are 1, none and"
            + " one frame, which fit the network's size");
    notes.add(
        "joint_pos is taken for positions minus the default posture, as in mjlab's own tasks");
    notes.add("its numbers are rounded to 3 decimals by the exporter");
    notes.add(Twists.UNKNOWN);
    double[] scale = csv(file, network, "action_scale");
    if (scale.length > 1) {
      scale = Numbers.shortest(numbers(file, network, "action_scale", n));
    }
    PolicyDescription d =
        new PolicyDescription(
            source.name().replaceFirst("\\.onnx$", ""),
            options.robot().map(r -> r.name()).orElse(""),
            "",
            options.period(),
            joints,
            TwistRange.ANY,
            List.of(
                new ObservationInput(
                    network.inputs().get(0).name(), terms, Scaling.NONE, History.NONE)),
            List.of(),
            List.of(
                new ActionOutput(
                    network.outputs().get(0).name(),
                    List.of(new ActionTerm(ActionKind.JOINT_POSITION, names, Scaling.of(scale))))));
    return new ImportedPolicy(d, source.file(), "the metadata of mjlab in " + source.name(), notes);
  }

  private static List<ObservationTerm> terms(
      String file, NetworkFacts network, List<String> names) {
    List<ObservationTerm> terms = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : texts(network, "observation_names")) {
      TermKind kind = KINDS.get(name);
      if (kind == null) {
        unknown.add(name);
      } else {
        terms.add(ObservationTerm.of(kind, kind.isPerJoint() ? names : List.of()));
      }
    }
    if (!unknown.isEmpty() || terms.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": observation_names has "
              + (unknown.isEmpty() ? "no names" : String.join(", ", unknown))
              + ": Reins knows "
              + String.join(", ", new TreeSet<>(KINDS.keySet())));
    }
    return terms;
  }

  private static void requireSize(
      String file, NetworkFacts network, List<ObservationTerm> terms, int joints) {
    if (network.inputs().size() != 1) {
      throw new PolicyFileException(
          file
              + " has the inputs "
              + String.join(", ", network.inputs().stream().map(t -> t.name()).toList())
              + ": its metadata describes one");
    }
    long wanted = network.inputs().get(0).numbers();
    int sum = terms.stream().mapToInt(t -> t.numbers(joints)).sum();
    if (wanted != sum) {
      throw new PolicyFileException(
          file
              + ": the input "
              + network.inputs().get(0).name()
              + " has "
              + wanted
              + " numbers: the terms under observation_names have "
              + sum
              + " numbers; a history is not in the metadata, so write the description by hand");
    }
  }

  private static List<String> texts(NetworkFacts network, String key) {
    return Arrays.stream(network.metadata().getOrDefault(key, "").split(",", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static double[] numbers(String file, NetworkFacts network, String key, int n) {
    double[] all = csv(file, network, key);
    if (all.length != n) {
      throw new PolicyFileException(
          file + ": " + key + " has " + all.length + " numbers: there are " + n + " joints");
    }
    return all;
  }

  private static double[] csv(String file, NetworkFacts network, String key) {
    List<String> texts = texts(network, key);
    double[] all = new double[texts.size()];
    for (int i = 0; i < all.length; i++) {
      try {
        all[i] = Double.parseDouble(texts.get(i));
      } catch (NumberFormatException e) {
        throw new PolicyFileException(
            file + ": " + key + " has " + texts.get(i) + ": numbers are needed", e);
      }
    }
    if (all.length == 0) {
      throw new PolicyFileException(file + ": its metadata lacks " + key);
    }
    return all;
  }
}

package org.reins.filter.policy.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.ChunkShape;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.file.YamlNode;

/** The bundles of LEAPP 1.2 with one network: {@code NAME.yaml}. */
final class LeappFormat implements PolicyFormat {
  private static final String POSITIONS = "target/joint/position";
  private static final Set<String> GAINS = Set.of("kp", "kd");

  @Override
  public String looksFor() {
    return "LEAPP (a YAML file with models and pipeline)";
  }

  @Override
  public boolean recognises(PolicySource source) {
    return source.hasKeys("models", "pipeline");
  }

  @Override
  public ImportedPolicy read(PolicySource source, ImportOptions options) {
    String file = source.file().toString();
    YamlNode root = source.yaml().orElseThrow();
    Set<String> models = root.get("models").keys();
    if (models.size() != 1) {
      throw new PolicyFileException(
          file
              + ": models has "
              + String.join(", ", models)
              + ": Reins runs one network, so export the policy as one");
    }
    String node = models.iterator().next();
    YamlNode model = root.get("models").get(node);
    List<String> notes = new ArrayList<>();
    ActionTerm target = null;
    String tensor = "";
    ChunkShape chunk = ChunkShape.NONE;
    for (YamlNode out : model.get("outputs").items()) {
      String kind = out.text("kind", "");
      if (kind.equals(POSITIONS) && target == null) {
        tensor = out.get("name").text();
        chunk = LeappInputs.chunk(file, out);
        target =
            new ActionTerm(
                ActionKind.JOINT_POSITION_ABSOLUTE, joints(file, out, options), Scaling.NONE);
      } else if (GAINS.contains(kind)) {
        notes.add(
            "the output "
                + out.get("name").text()
                + " is a gain: Reins does not read gains from a network, and uses the robot's own");
      } else if (kind.startsWith("target/")) {
        throw new PolicyFileException(
            file
                + ": the output "
                + out.get("name").text()
                + " is "
                + kind
                + ": Reins imports one output of kind "
                + POSITIONS);
      }
    }
    if (target == null) {
      throw new PolicyFileException(
          file + ": no output is of kind " + POSITIONS + ": it is what Reins imports");
    }
    notes.add(
        "the format has no gains: the robot's own will be used, so write the policy's by hand");
    LeappInputs inputs = new LeappInputs(file, node, target.joints(), notes);
    inputs.read(model, root.get("pipeline"), tensor);
    notes.add(Twists.UNKNOWN);
    noteState(source, inputs, notes);
    List<String> names = inputs.joints();
    PolicyDescription d =
        new PolicyDescription(
            node,
            options.robot().map(r -> r.name()).orElse(""),
            "",
            period(file, root.get("pipeline"), options),
            new PolicyJoints(
                names,
                Postures.of(file, names, options, notes),
                new double[0],
                new double[0],
                Set.of()),
            TwistRange.ANY,
            inputs.inputs(),
            inputs.memory(),
            List.of(new ActionOutput(tensor, List.of(target))),
            chunk);
    String path = model.get("parameters").get("model_path").text();
    requireOrder(file, model, tensor, path, inputs);
    Path network = network(source.folder(), path);
    noteHash(network, model.get("parameters"), notes);
    return new ImportedPolicy(d, network, "LEAPP: " + source.name(), notes);
  }

  /** Names of the elements; they are the joints. */
  static List<String> joints(String file, YamlNode tensor, ImportOptions options) {
    List<String> names = LeappInputs.elements(file, tensor);
    if (!names.isEmpty()) {
      options.requireSame(file, names);
    }
    if (names.isEmpty()) {
      // The robot's own order would be a guess: exporters have many.
      names = options.joints();
    }
    if (names.isEmpty()) {
      throw new PolicyFileException(
          file
              + ": "
              + tensor.get("name").text()
              + " has no element_names: give --joints, in the policy's order");
    }
    return names;
  }

  /** TorchScript takes and answers by place: what is read must come first. */
  private static void requireOrder(
      String file, YamlNode model, String tensor, String path, LeappInputs inputs) {
    String first = model.get("outputs").items().get(0).get("name").text();
    if (path.endsWith(".onnx") || first.equals(tensor) && inputs.memory().isEmpty()) {
      return;
    }
    throw new PolicyFileException(
        file
            + ": "
            + path
            + (first.equals(tensor)
                ? " has recurrent state"
                : " answers " + first + " before " + tensor)
            + ": tensors of TorchScript have no names, so export the network as ONNX");
  }

  /** The network under its path; beside the file, if the bundle was moved from an absolute one. */
  private static Path network(Path folder, String path) {
    Path named = folder.resolve(path).normalize();
    Path beside = folder.resolve(String.valueOf(Path.of(path).getFileName()));
    return !Files.isRegularFile(named) && Files.isRegularFile(beside) ? beside : named;
  }

  /** A network of another hash was exported at another time than the file that describes it. */
  private static void noteHash(Path network, YamlNode parameters, List<String> notes) {
    String said = parameters.has("sha256sum") ? parameters.get("sha256sum").text() : "";
    if (said.length() != 64 || !Files.isRegularFile(network)) {
      return;
    }
    try (InputStream in = Files.newInputStream(network)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        digest.update(part, 0, n);
      }
      if (!HexFormat.of().formatHex(digest.digest()).equalsIgnoreCase(said)) {
        notes.add(
            network.getFileName()
                + " has another SHA-256 than sha256sum says: it may be of another export than this"
                + " file, with other terms or another order");
      }
    } catch (IOException | NoSuchAlgorithmException e) {
      notes.add(network.getFileName() + " was not compared with sha256sum: " + e.getMessage());
    }
  }

  private static void noteState(PolicySource source, LeappInputs inputs, List<String> notes) {
    String stem = source.name().replaceFirst("\\.ya?ml$", "");
    boolean has = Files.exists(source.folder().resolve(stem + "_initial_values.safetensors"));
    if (!inputs.memory().isEmpty()) {
      notes.add(
          has
              ? "its initial state in safetensors is not read: its memory begins with zeros"
              : "its memory begins with zeros");
    }
  }

  private static double period(String file, YamlNode pipeline, ImportOptions options) {
    if (!pipeline.has("configs") || !pipeline.get("configs").has("frequency")) {
      if (!Double.isNaN(options.period())) {
        return options.period();
      }
      throw new PolicyFileException(
          file + ": pipeline.configs.frequency is missing: give --period, s");
    }
    double frequency = pipeline.get("configs").get("frequency").number();
    if (!(frequency > 0)) {
      throw new PolicyFileException(
          file + ": pipeline.configs.frequency is " + frequency + ": it must be above 0 Hz");
    }
    return Numbers.rounded(1 / frequency);
  }
}

package org.reins.launch.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.TensorSpec;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.imports.NetworkFacts;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.learning.policy.TorchScriptNetwork;
import org.reins.node.policy.OnnxFacts;
import org.reins.node.policy.OnnxNetwork;
import org.reins.robot.ReinsException;

/**
 * A network's file and its tensors.
 *
 * @param file the file
 * @param kind ONNX or TorchScript
 * @param inputs its input tensors
 * @param outputs its output tensors
 * @param problem why it cannot be used with its description, if it cannot
 */
record NetworkView(
    Path file,
    String kind,
    List<NetworkFacts.Tensor> inputs,
    List<NetworkFacts.Tensor> outputs,
    Optional<String> problem) {
  /** Whether a file is ONNX, by its name, as all that load networks judge. */
  static boolean isOnnx(Path file) {
    return PolicyImports.isOnnx(file);
  }

  /** The tensors of an ONNX file that has no description. */
  static NetworkView bare(Path file) {
    NetworkFacts facts = OnnxFacts.read(file);
    return new NetworkView(file, "ONNX", facts.inputs(), facts.outputs(), Optional.empty());
  }

  /** Loads a network and runs it once on a robot at rest, as its description says. */
  static NetworkView of(PolicyDescription d, Path file) {
    List<TensorSpec> in = DescribedPolicy.inputs(d);
    List<TensorSpec> out = DescribedPolicy.outputs(d);
    String kind = isOnnx(file) ? "ONNX" : "TorchScript";
    if (!Files.isRegularFile(file)) {
      return new NetworkView(
          file,
          kind,
          List.of(),
          List.of(),
          Optional.of(
              "the network "
                  + file
                  + (Files.exists(file) ? " is a folder: a file is needed" : " is not there")));
    }
    Optional<String> problem;
    try (PolicyNetwork network =
        isOnnx(file) ? new OnnxNetwork(file, in, out) : new TorchScriptNetwork(file, in, out)) {
      problem = RestingAnswer.fault(d, network);
      if (network instanceof OnnxNetwork onnx && onnx.fault().isPresent()) {
        problem = Optional.of("it cannot be run: " + onnx.fault().get());
      }
    } catch (ReinsException e) {
      problem = Optional.of(e.getMessage());
    }
    if (isOnnx(file)) {
      NetworkView bare = bare(file);
      return new NetworkView(file, kind, bare.inputs, bare.outputs, problem);
    }
    // The file has neither names nor shapes: what it took and answered is all that is known.
    return problem.isPresent()
        ? new NetworkView(file, kind, List.of(), List.of(), problem)
        : new NetworkView(file, kind, ran("input", in), ran("output", out), problem);
  }

  private static List<NetworkFacts.Tensor> ran(String what, List<TensorSpec> specs) {
    List<NetworkFacts.Tensor> all = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      all.add(
          new NetworkFacts.Tensor(
              what + " " + (i + 1), "float32", List.of(1L, (long) specs.get(i).numbers())));
    }
    return all;
  }

  /** A tensor in words. */
  static String words(NetworkFacts.Tensor t) {
    String shape =
        t.shape().stream()
            .map(d -> d == NetworkFacts.ANY ? "any" : Long.toString(d))
            .collect(Collectors.joining(", ", "[", "]"));
    return t.name() + " " + t.type() + " " + shape;
  }
}

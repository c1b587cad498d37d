package org.reins.launch.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.json.Json;
import org.reins.node.policy.OnnxFacts;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a policy sees and answers, and what is missing. */
@Command(
    name = "inspect",
    description =
        "Shows what a policy sees and answers, place by place, its gains and rate, its network's"
            + " tensors, and what is missing.",
    mixinStandardHelpOptions = true)
final class PolicyInspectCommand implements Runnable {
  @Parameters(
      paramLabel = "FILE",
      description = "A description, a bundle as for import, or an ONNX file.")
  private Path file;

  @Mixin private BundleOptions options;

  @Option(names = "--json", description = "Also write it as JSON to this file.")
  private Path json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    ImportOptions given = options.options();
    if (NetworkView.isOnnx(file) && !PolicyImports.isDescribed(file, OnnxFacts::read)) {
      NetworkView bare = NetworkView.bare(file);
      new PolicyTable(out).network(bare);
      out.println(
          "Nothing in it says what its numbers mean: docs/policies.md tells how to write a"
              + " description by hand.");
      write(PolicyJson.network(bare));
    } else {
      described(given, out);
    }
    out.flush();
  }

  private void described(ImportOptions given, PrintWriter out) {
    List<String> missing = new ArrayList<>();
    PolicyDescription d;
    Path network;
    if (!NetworkView.isOnnx(file) && PolicyImports.isDescription(file)) {
      d = PolicyFile.read(file);
      network = file.toAbsolutePath().normalize().resolveSibling(d.network()).normalize();
    } else {
      ImportedPolicy made = PolicyImports.read(file, given, OnnxFacts::read);
      made.notes().forEach(n -> spec.commandLine().getErr().println("reins: note: " + n));
      spec.commandLine().getErr().flush();
      network = made.network();
      d = made.description().withNetwork(network.toString());
    }
    missing.addAll(PolicyGaps.of(d, given.robot()));
    NetworkView view = NetworkView.of(d, network);
    view.problem().ifPresent(missing::add);
    new PolicyTable(out).print(d, given.robot(), view, missing);
    write(PolicyJson.of(d, view, missing));
  }

  private void write(ObjectNode tree) {
    if (json == null) {
      return;
    }
    try {
      Json.write(json, tree);
    } catch (IOException e) {
      throw new ReinsException("file " + json + " cannot be written: " + OneLine.reason(e), e);
    }
  }
}

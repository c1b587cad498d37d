package org.reins.node.assembly;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.arming.Comparison;
import org.reins.node.arming.Part;
import org.reins.node.arming.Receipt;
import org.reins.node.arming.Statement;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Checks a receipt on this machine. */
@Command(
    name = "verify",
    description =
        "Checks the signature of a receipt, and compares what it covers with the files on this"
            + " machine and with this version of Reins.",
    footer = {"", "Exit status: 0 if everything fits, 1 if something differs."},
    mixinStandardHelpOptions = true)
final class ArmVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECEIPT", description = "The receipt.")
  private Path file;

  @Option(
      names = "--public-key",
      required = true,
      description = "File of the public key that must have signed it.")
  private Path key;

  @Option(
      names = "--params",
      description = "Parameter file of ROS 2 that the filter starts with, to compare it as well.")
  private Path params;

  @ParentCommand private ArmCommand parent;

  @Override
  public Integer call() {
    Statement s = Comparison.signed(file, key);
    System.out.println("receipt " + file + " for robot " + s.robot());
    System.out.println("signed by " + s.by() + " at " + s.when() + ": the signature is right");
    ParameterSnapshot p = parameters(s);
    List<String> differences =
        Comparison.differences(
            file, key, FilterCoverage.own(p), (Receipt r) -> FilterCoverage.others(r));
    s.parts().forEach(part -> System.out.printf("  %-16s %s%n", part.name(), part.source()));
    if (params == null) {
      System.out.println(
          "  parameters       "
              + s.parameters().size()
              + ", compared by the filter, or here with --params");
    } else {
      differences.addAll(Comparison.differences(s, p));
    }
    differences.forEach(d -> System.out.println("DIFFERS: " + d));
    System.out.println(differences.isEmpty() ? "everything fits" : "the receipt does not fit");
    return differences.isEmpty() ? 0 : 1;
  }

  /** Those of the files named by the receipt. */
  private ParameterSnapshot parameters(Statement s) {
    Map<String, ParameterValue> options = new LinkedHashMap<>();
    put(options, "robot", s.part("robot"));
    put(options, "barrier", s.part("barrier"));
    put(options, "constraints", s.part("constraints"));
    put(options, "walk.policy", s.part("walk policy"));
    return ArmCommand.parameters(options, params, parent.host().rosArguments());
  }

  private static void put(Map<String, ParameterValue> options, String name, Part part) {
    if (part != null) {
      options.put(name, ParameterValue.of(part.source()));
    }
  }
}

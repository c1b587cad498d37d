package org.reins.launch.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.reins.filter.contract.ContractRules;
import org.reins.filter.contract.Finding;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.node.json.Json;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.contract.ContractCheck;
import org.reins.sim.contract.ProbeResult;
import org.reins.sim.contract.SharedNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the contract between a policy and a robot before anything moves. */
@Command(
    name = "check",
    description = {
      "Checks a description against a robot: by rules, and by a short run in the simulator that"
          + " also finds which part of it is wrong.",
      "Ends with status 0 without errors, 1 with errors, 2 for a file that cannot be read."
    },
    mixinStandardHelpOptions = true)
final class PolicyCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Description of a policy, reins/policy/1.")
  private Path file;

  @Option(
      names = "--robot",
      description = "Robot name or file. Default: the one that the description names.")
  private String robotName;

  @Option(
      names = "--no-probe",
      description = "Only check the rules, without simulator and network.")
  private boolean withoutProbe;

  @Option(names = "--json", description = "JSON file for the findings.")
  private Path json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PolicyDescription d = PolicyFile.read(file);
    RobotModel robot = robot(robotName, d, file);
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> found;
    Optional<ProbeResult> probe = Optional.empty();
    boolean arm = robot.base().feet().isEmpty();
    boolean topics =
        d.inputs().stream().flatMap(in -> in.terms().stream()).anyMatch(t -> t.kind().hasTopic());
    if (withoutProbe || arm || topics) {
      found = new ArrayList<>(ContractRules.check(robot, d));
      network(d).ifPresent(found::add);
      if (!withoutProbe) {
        found.add(
            Finding.note(
                "probe",
                arm
                    ? "arms are checked by the rules, and their network at rest, only"
                    : "no simulator publishes the topics that the policy sees: it is checked by the"
                        + " rules, and its network at rest, only"));
      }
    } else {
      try (SharedNetwork network = new SharedNetwork(DescribedPolicies.loader(d, file))) {
        ContractCheck.Result r = new ContractCheck(robot, network).check(d);
        found = r.findings();
        probe = r.probe();
      }
    }
    boolean ok = ContractRules.firstError(found).isEmpty();
    ContractRules.sorted(found)
        .forEach(f -> out.println(f.severity().code() + ": " + f.sentence()));
    probe.ifPresent(p -> print(p, out));
    out.println(d.name() + " on " + robot.name() + (ok ? ": no errors" : ": errors"));
    out.flush();
    if (json != null) {
      write(d, robot, found, probe);
    }
    return ok ? 0 : 1;
  }

  /** What is wrong with the network where no probe runs it. */
  private Optional<Finding> network(PolicyDescription d) {
    if (d.network().isEmpty()) {
      return Optional.empty();
    }
    Path network = file.resolveSibling(d.network());
    if (!Files.exists(network)) {
      return Optional.of(
          Finding.note("network", d.network() + " does not exist: it was not looked at"));
    }
    return withoutProbe
        ? Optional.empty()
        : NetworkView.of(d, network).problem().map(p -> Finding.error("network", p));
  }

  /** The robot that an option or the description names. */
  static RobotModel robot(String option, PolicyDescription d, Path file) {
    if (option == null && d.robot().isEmpty()) {
      throw new org.reins.robot.ReinsException(
          "--robot is missing, and " + file + " names no robot: it needs a robot name or file");
    }
    return RobotFiles.load(option == null ? d.robot() : option);
  }

  private static void print(ProbeResult p, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "probe: %.1f s on its feet; answers as shares of the command: forward %.2f, sideways %.2f,"
            + " turn %.2f%n",
        p.stood(),
        p.answer(0),
        p.answer(1),
        p.answer(2));
  }

  private void write(
      PolicyDescription d, RobotModel robot, List<Finding> found, Optional<ProbeResult> probe)
      throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("policy", d.name()).put("robot", robot.name());
    root.put("ok", ContractRules.firstError(found).isEmpty());
    ArrayNode all = root.putArray("findings");
    for (Finding f : found) {
      all.addObject()
          .put("severity", f.severity().code())
          .put("term", f.term())
          .put("cause", f.cause());
    }
    probe.ifPresent(
        p ->
            root.putObject("probe")
                .put("fell", p.fell())
                .put("stood_s", p.stood())
                .put("forward", p.answer(0))
                .put("sideways", p.answer(1))
                .put("turn", p.answer(2))
                .put("tilt_rad", p.tilt())
                .put("height_share", p.height())
                .put("saturated_share", p.saturated())
                .put("first_action_rad", p.firstAction())
                .put("action_rad", p.action()));
    Json.write(json, root);
  }
}

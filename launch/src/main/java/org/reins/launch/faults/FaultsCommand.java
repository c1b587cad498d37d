package org.reins.launch.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.sim.DriverProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Injects the list of faults and reports what follows. */
@Command(
    name = "faults",
    description =
        "Injects faults into the running filter, over real DDS on this machine, and judges by the"
            + " simulator's truth what follows; see docs/faults.md.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class FaultsCommand implements Callable<Integer> {
  @Option(names = "--only", split = ",", description = "Faults to inject, such as F01,F15.")
  private List<String> only = List.of();

  @Option(names = "--robot", description = "Arm by name or file.")
  private String robot = "panda";

  @Option(names = "--profile", description = "Profile of the simulated driver.")
  private String profile = "broadcaster";

  @Option(names = "--table", description = "Prints a table in Markdown, and progress on stderr.")
  private boolean table;

  @Option(names = "--json", description = "JSON file for the results.")
  private Path json;

  private record Row(Fault fault, FaultResult result) {}

  @Override
  public Integer call() throws Exception {
    List<Fault> wanted = wanted();
    RobotFiles.arm(robot);
    DriverProfile.of(profile);
    PrintStream progress = table ? System.err : System.out;
    Path folder = Files.createTempDirectory("reins-faults");
    List<Row> rows = new ArrayList<>();
    try (FaultRunner runner = new FaultRunner(robot, profile, folder)) {
      EndOfProcess end = new EndOfProcess(runner::endProcesses);
      for (Fault fault : wanted) {
        FaultResult result = runner.run(fault);
        rows.add(new Row(fault, result));
        progress.println(line(fault, result));
      }
      end.cancel();
    }
    if (table) {
      printTable(rows);
    }
    progress.println("logs: " + folder);
    if (json != null) {
      write(rows);
    }
    boolean safe = rows.stream().allMatch(r -> r.result.safe() || !r.result.isRun());
    return safe ? 0 : 1;
  }

  private List<Fault> wanted() {
    List<Fault> all = FaultCatalogue.all();
    List<String> ids = all.stream().map(Fault::id).toList();
    for (String id : only) {
      if (!ids.contains(id)) {
        throw new ReinsException(
            "--only names " + id + ": allowed is " + ids.get(0) + " to " + ids.get(ids.size() - 1));
      }
    }
    return only.isEmpty() ? all : all.stream().filter(f -> only.contains(f.id())).toList();
  }

  private static String line(Fault fault, FaultResult r) {
    if (!r.isRun()) {
      return String.format(
          Locale.ROOT, "%s %-56s %s: %s", fault.id(), fault.what(), r.how(), r.note());
    }
    return String.format(
        Locale.ROOT,
        "%s %-56s %-8s noticed %7s  violations %d  step %4.0f %%  %s",
        fault.id(),
        fault.what(),
        r.safe() ? "safe" : "UNSAFE",
        r.detected() && Double.isFinite(r.detectionMs())
            ? String.format(Locale.ROOT, "%.0f ms", r.detectionMs())
            : r.detected() ? "yes" : "–",
        r.violations(),
        100 * r.largestStep(),
        r.note());
  }

  private static void printTable(List<Row> rows) {
    System.out.println(
        "| id | fault | reaction | injected | noticed | safe | violations | largest step |"
            + " recovery |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    rows.forEach(r -> System.out.println(r.result.row(r.fault)));
  }

  private void write(List<Row> rows) throws Exception {
    ObjectNode out = Json.MAPPER.createObjectNode();
    out.put("robot", robot).put("profile", profile);
    ArrayNode faults = out.putArray("faults");
    rows.forEach(r -> r.result.put(r.fault, faults.addObject()));
    Json.write(json, out);
  }
}

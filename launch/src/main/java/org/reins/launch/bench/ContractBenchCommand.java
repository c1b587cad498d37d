package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.sim.contract.ContractTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many mistakes in contracts are found before the first command. */
@Command(
    name = "contract",
    description =
        "Injects mistakes into the descriptions of policies that work, and counts how many are"
            + " found before the first command, and how many are named.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ContractBenchCommand implements Callable<Integer> {
  @Option(names = "--policies", description = "Folder with descriptions of policies that work.")
  private Path policies;

  @Option(names = "--errors", description = "Injected mistakes, 1 to 10000.")
  private int errors = 200;

  @Option(names = "--seed", description = "Seed of the mistakes.")
  private long seed = 1;

  @Option(names = "--threads", description = "Policies that are checked at the same time, 1 to 64.")
  private int threads = 1;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  /** A kind's counts. */
  private static final class Counts {
    int injected;
    int found;
    int named;

    void add(ContractTrial.Outcome o) {
      injected++;
      found += o.isFound() ? 1 : 0;
      named += o.isNamed() ? 1 : 0;
    }

    void put(ObjectNode node) {
      node.put("injected", injected).put("found", found).put("named", named);
    }
  }

  @Override
  public Integer call() throws Exception {
    if (policies == null) {
      throw new ReinsException(
          "--policies is missing: it must be a folder with descriptions of policies that work,"
              + " reins/policy/1; Reins comes with none, ./reins policy import makes them");
    }
    require("--errors", errors, 10_000);
    require("--threads", threads, 64);
    List<Path> files = files();
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    List<ContractTrial.Result> results = run(files);
    report(files, results, figures);
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ReinsException(option + " is " + value + ": allowed is 1 to " + most);
    }
  }

  /** Descriptions of robots that Reins has. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(policies)) {
      throw new ReinsException("--policies is " + policies + ": it is not a folder");
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> list = Files.list(policies)) {
      for (Path p : list.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String robot = PolicyFile.read(p).robot();
        if (RobotFiles.builtIn().contains(robot)
            && !RobotFiles.load(robot).base().feet().isEmpty()) {
          all.add(p);
        } else {
          System.out.println(p + ": left out, robot " + robot + " is no legged robot of Reins");
        }
      }
    }
    if (all.isEmpty()) {
      throw new ReinsException(
          "--policies is " + policies + ": it has no description, *.yaml, of a legged robot");
    }
    return all;
  }

  private List<ContractTrial.Result> run(List<Path> files) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Progress progress = new Progress(System.err, "contracts");
    try {
      List<Future<ContractTrial.Result>> pending = new ArrayList<>();
      for (int k = 0; k < files.size(); k++) {
        int share = errors / files.size() + (k < errors % files.size() ? 1 : 0);
        Path file = files.get(k);
        // By the file's name, so that other policies in the folder change nothing.
        SplittableRandom random =
            new SplittableRandom(31 * seed + file.getFileName().toString().hashCode());
        pending.add(pool.submit(() -> trial(file, share, random)));
      }
      List<ContractTrial.Result> results = new ArrayList<>();
      for (Future<ContractTrial.Result> f : pending) {
        progress.at((double) results.size() / files.size(), "policies");
        results.add(f.get());
      }
      progress.done();
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static ContractTrial.Result trial(Path file, int share, SplittableRandom random) {
    PolicyDescription d = PolicyFile.read(file);
    try (ContractTrial trial =
        new ContractTrial(
            RobotFiles.load(d.robot()), d, DescribedPolicies.loader(d, file), random)) {
      return trial.run(share);
    }
  }

  private void report(List<Path> files, List<ContractTrial.Result> results, ObjectNode figures) {
    Map<String, Counts> byKind = new TreeMap<>();
    Counts all = new Counts();
    int alarms = 0;
    int harmless = 0;
    ArrayNode unnamed = figures.putArray("not_named");
    ObjectNode byPolicy = figures.putObject("policies");
    for (int k = 0; k < files.size(); k++) {
      ContractTrial.Result r = results.get(k);
      Counts counts = new Counts();
      for (ContractTrial.Outcome o : r.outcomes()) {
        counts.add(o);
        all.add(o);
        byKind.computeIfAbsent(o.kind(), n -> new Counts()).add(o);
        if (!o.isNamed()) {
          unnamed
              .addObject()
              .put("policy", files.get(k).getFileName().toString())
              .put("kind", o.kind())
              .put("found", o.isFound())
              .put("said", o.said());
        }
      }
      alarms += r.falseAlarm().isEmpty() ? 0 : 1;
      harmless += r.harmless();
      ObjectNode node = byPolicy.putObject(files.get(k).getFileName().toString());
      counts.put(node);
      node.put("false_alarm", r.falseAlarm());
      System.out.printf(
          Locale.ROOT,
          "%-28s %3d injected, %3d found, %3d named%s%n",
          files.get(k).getFileName(),
          counts.injected,
          counts.found,
          counts.named,
          r.falseAlarm().isEmpty() ? "" : ", FALSE ALARM: " + r.falseAlarm());
    }
    System.out.printf("%-34s %8s %8s %8s%n", "mistake", "injected", "found", "named");
    ObjectNode kinds = figures.putObject("kinds");
    byKind.forEach(
        (kind, c) -> {
          c.put(kinds.putObject(kind));
          System.out.printf("%-34s %8d %8d %8d%n", kind, c.injected, c.found, c.named);
        });
    all.put(figures);
    figures.put("false_alarms", alarms).put("harmless_not_counted", harmless);
    System.out.printf(
        "%-34s %8d %8d %8d, %d false alarms of %d, %d without effect not counted%n",
        "all", all.injected, all.found, all.named, alarms, files.size(), harmless);
  }
}

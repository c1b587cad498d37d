package org.reins.launch.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.DoubleStream;
import org.reins.node.json.Json;
import org.reins.node.process.RealTime;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.sim.DriverProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the emergency stop takes while peers attack the filter. */
@Command(
    name = "hostile",
    description =
        "Attacks a running filter over real DDS on this machine: forged, replayed, shifted and"
            + " flooding publishers, floods of calls and of participants; and calls the emergency"
            + " stop meanwhile.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example:", "  reins bench hostile --only H13,H14 --stops 50 --json h.json"})
public final class HostileBenchCommand implements Callable<Integer> {
  private static final String OTHER_COMPUTERS =
      "dds\\..*|GC Thread.*|G1 .*|reins-mover|reins-fault.*";
  private static final double LONGEST_MS = 50;

  @Option(names = "--robot", description = "Arm by name or file.")
  private String robot = "panda";

  @Option(names = "--profile", description = "Profile of the simulated driver.")
  private String profile = "broadcaster";

  @Option(names = "--stops", description = "Emergency stops during each attack, 1 to 1000.")
  private int stops = 20;

  @Option(names = "--only", split = ",", description = "Attacks, such as H01,H13.")
  private List<String> only = HostileAttack.ids();

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    requireOptions();
    Path folder = Files.createTempDirectory("reins-hostile");
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures.put("robot", robot).put("profile", profile).put("stops", stops);
    ArrayNode list = figures.putArray("hostile");
    double[] answers = {};
    double[] shown = {};
    boolean safe = true;
    System.out.println(
        "attack                                                       safe  answer ms: p50   p99"
            + "  status ms: p50   p99  step");
    try (FaultRunner runner = new FaultRunner(robot, profile, folder)) {
      EndOfProcess end = new EndOfProcess(runner::endProcesses);
      FaultRig rig = runner.rig();
      ExecutorService peers = Executors.newSingleThreadExecutor();
      peers.submit(() -> {}).get();
      raise();
      for (HostileAttack attack : HostileAttack.values()) {
        if (only.contains(attack.id())) {
          HostileTrial.Result r = new HostileTrial(rig, peers).run(attack, stops);
          print(attack, r);
          put(attack, r, list.addObject());
          answers = merged(answers, r.answersMs());
          shown = merged(shown, r.shownMs());
          safe &= r.isSafe();
        }
      }
      end.cancel();
      peers.shutdown();
    }
    double p99 = HostileTrial.Result.quantile(answers, 0.99);
    double statusP99 = HostileTrial.Result.quantile(shown, 0.99);
    System.out.printf(
        Locale.ROOT,
        "%d emergency stops: answered within %.1f ms, shown within %.1f ms (p99; aim: %.0f ms)%n",
        answers.length,
        p99,
        statusP99,
        LONGEST_MS);
    System.out.println("logs: " + folder);
    figures.put("answer_p99_ms", p99).put("status_p99_ms", statusP99);
    if (json != null) {
      Json.write(json, figures);
    }
    return safe && p99 <= LONGEST_MS ? 0 : 1;
  }

  /**
   * Operator, robot and policy stand for other computers: what else runs on this one must not delay
   * them. The attacks, which begin later, keep normal priority.
   */
  private static void raise() {
    RealTime.raise(OTHER_COMPUTERS, RealTime.STOPS);
    RealTime.raiseVirtualMachine();
    RealTime.tryFifo(RealTime.STOPS);
  }

  private static double[] merged(double[] a, double[] b) {
    return DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().toArray();
  }

  private void requireOptions() {
    RobotFiles.arm(robot);
    DriverProfile.of(profile);
    if (stops < 1 || stops > 1000) {
      throw new ReinsException("--stops is " + stops + ": allowed is 1 to 1000");
    }
    for (String id : only) {
      if (!HostileAttack.ids().contains(id)) {
        throw new ReinsException("--only names " + id + ": allowed is " + HostileAttack.ids());
      }
    }
  }

  private static void print(HostileAttack attack, HostileTrial.Result r) {
    System.out.printf(
        Locale.ROOT,
        "%s %-56s %-5s %14.1f %5.1f %15.1f %5.1f %4.0f %%%s%n",
        attack.id(),
        attack.what(),
        r.isSafe() ? "yes" : "NO",
        r.answered(0.5),
        r.answered(0.99),
        r.shown(0.5),
        r.shown(0.99),
        100 * r.largestStep(),
        (r.believed() >= 0 ? "  " + r.believed() + " participants answered" : "")
            + (r.before() > 0 ? "  stopped by itself before " + r.before() : ""));
    if (!r.isSafe()) {
      System.out.println("    " + r);
    }
  }

  private static void put(HostileAttack attack, HostileTrial.Result r, ObjectNode out) {
    out.put("id", attack.id())
        .put("what", attack.what())
        .put("safe", r.isSafe())
        .put("answer_median_ms", r.answered(0.5))
        .put("answer_most_ms", r.answered(1))
        .put("status_median_ms", r.shown(0.5))
        .put("status_most_ms", r.shown(1))
        .put("limit_violations", r.violations())
        .put("stopped_before", r.before())
        .put("largest_step", r.largestStep())
        .put("recovered", r.recovered())
        .put("stalls", r.stalls())
        .put("participants_answered", r.believed());
  }
}

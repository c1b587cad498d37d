package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.reins.filter.Envelope;
import org.reins.filter.FilterReason;
import org.reins.node.assembly.OfflineRobot;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.FilterTuning;
import org.reins.node.filter.RobotCycle;
import org.reins.node.json.Json;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.Recorder;
import org.reins.node.record.RecorderSettings;
import org.reins.node.record.RunFacts;
import org.reins.node.replay.ReplayedRobot;
import org.reins.node.story.RunReport;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The node's cycle with the recorder on and off, by turns. */
@Command(
    name = "record",
    description =
        "Runs the cycle of the Panda's node at 1 kHz with the recorder off and on, by turns."
            + " Reports times and bytes per cycle on the control thread, and bytes written.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RecordBenchCommand implements Callable<Integer> {
  private static final int WARM_UP = 40_000;
  private static final int RATE = 1_000;
  private static final int TURN = 2 * RATE;

  @Option(names = "--seconds", description = "Duration of all turns, s, 4 to 3600.")
  private int seconds = 60;

  @Option(names = "--folder", description = "Folder for the recording; removed again.")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    if (seconds < 4 || seconds > 3600) {
      throw new ReinsException("--seconds is " + seconds + ": allowed is 4 to 3600");
    }
    Path made = Files.createTempDirectory(Files.createDirectories(folder), "reins-bench-record");
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    System.out.println(HostInfo.describe());
    try {
      measure(made, figures);
    } finally {
      try (Stream<Path> all = Files.walk(made)) {
        for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(p);
        }
      }
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private void measure(Path made, ObjectNode figures) throws InterruptedException {
    OfflineRobot panda = OfflineRobot.of(Map.of());
    ReplayedRobot off = panda.robot();
    ReplayedRobot on = OfflineRobot.of(Map.of()).robot();
    RunFacts facts = new RunFacts("panda", Map.of(), Map.of(), Map.of());
    Recorder recorder =
        Recorder.start(
            new RecorderSettings(made, 4_000_000_000L, 0),
            facts,
            on.cycle().layout(),
            on.topics(),
            "/safety_filter",
            System.err::println,
            RunReport.during(facts, on.cycle().layout()));
    Run[] runs = {
      new Run(off, off.cycle(), panda.tuning(), seconds),
      new Run(on, recorder.recorded(on.cycle()), panda.tuning(), seconds)
    };
    long[] bytes = new long[1];
    long[] lost = new long[1];
    Thread thread =
        new Thread(
            () -> {
              for (Run run : runs) {
                run.begin();
                run.cycles(WARM_UP, false);
              }
              LockSupport.parkNanos(2_000_000_000L);
              bytes[0] = recorder.bytes();
              lost[0] = recorder.lost();
              for (int turn = 0; turn < seconds * RATE / TURN; turn++) {
                runs[turn % 2].cycles(TURN, true);
              }
            },
            "reins-control");
    thread.start();
    thread.join();
    recorder.close();
    System.out.printf(
        "%9s | %9s %9s %9s %9s | %8s %7s%n",
        "recorder", "cycle us", "p99", "p99.9", "max", "cycles", "bytes");
    runs[0].print("off", figures);
    runs[1].print("on", figures);
    double recorded = (double) runs[1].samples.count() / RATE;
    double written = (recorder.bytes() - bytes[0]) / recorded;
    System.out.printf(
        Locale.ROOT,
        "written: %.0f kB per second of recording; %d cycles lost, and %d while warming up at full"
            + " speed%n",
        written / 1000,
        recorder.lost() - lost[0],
        lost[0]);
    figures.put("bytes_per_second", written);
    figures.put("cycles_lost", recorder.lost() - lost[0]).put("cycles_lost_warming_up", lost[0]);
  }

  /** One of the two. */
  private static final class Run {
    private final RobotModel model = RobotFiles.load("panda");
    private final ReplayedRobot robot;
    private final RobotCycle cycle;
    private final FilterTuning tuning;
    private final Envelope envelope;
    private final CycleReport report = new CycleReport(model.dof());
    private final CycleSlot slot;
    private final int position;
    private final int velocity;
    private final int effort;
    private final int target;
    private final int stiffness;
    private final int stateStamp;
    private final int actionStamp;
    private final Samples samples;
    private long time;
    private long allocated;

    Run(ReplayedRobot robot, RobotCycle cycle, FilterTuning tuning, int seconds) {
      this.robot = robot;
      this.cycle = cycle;
      this.tuning = tuning;
      envelope = tuning.planned().envelope();
      samples = new Samples(seconds * RATE);
      CycleLayout layout = robot.cycle().layout();
      slot = layout.slot();
      position = layout.number("position");
      velocity = layout.number("velocity");
      effort = layout.number("effort");
      target = layout.number("target");
      stiffness = layout.number("stiffness");
      stateStamp = layout.word("state_stamp");
      actionStamp = layout.word("action_stamp");
      slot.set(layout.word("followed"), 1);
    }

    void begin() {
      fill();
      robot.feed(slot);
      if (!cycle.begin(tuning)) {
        throw new IllegalStateException("the posture is a state to begin with");
      }
    }

    /** A swing, as measured. */
    private void fill() {
      time++;
      double t = (double) time / RATE;
      slot.set(stateStamp, 1_000_000L * time);
      slot.set(actionStamp, 1_000_000L * (time - time % 20));
      for (int i = 0; i < model.dof(); i++) {
        double w = 1 + 0.1 * i;
        slot.set(position + i, model.posture()[i] + 0.1 * (1 - Math.cos(w * t)));
        slot.set(velocity + i, 0.1 * w * Math.sin(w * t));
        slot.set(effort + i, Double.NaN);
        slot.set(target + i, model.posture()[i] + 0.2 * Math.sin(w * (time - time % 20) / RATE));
        slot.set(stiffness + i, 100.0);
      }
    }

    void cycles(int count, boolean counted) {
      long release = System.nanoTime() + 1_000_000;
      for (int k = 0; k < count; k++) {
        while (counted && System.nanoTime() < release) {
          LockSupport.parkNanos(release - System.nanoTime());
        }
        fill();
        robot.feed(slot);
        long before = HostInfo.allocated();
        long from = System.nanoTime();
        cycle.take(FilterReason.NONE, 1.0 / RATE, 0.001);
        cycle.tune(tuning, envelope, from);
        cycle.step(false);
        cycle.send();
        cycle.report(report);
        long nanos = System.nanoTime() - from;
        long bytes = HostInfo.allocated() - before;
        if (counted) {
          samples.add(nanos);
          allocated += bytes;
        }
        release += 1_000_000;
      }
    }

    void print(String name, ObjectNode figures) {
      double perCycle = (double) allocated / samples.count();
      System.out.printf(
          Locale.ROOT,
          "%9s | %9.2f %9.2f %9.2f %9.2f | %8d %7.3f%n",
          name,
          samples.median(),
          samples.micros(0.99),
          samples.micros(0.999),
          samples.micros(1),
          samples.count(),
          perCycle);
      ObjectNode node = figures.putObject(name);
      samples.put(node.putObject("cycle_us"));
      node.put("cycles", samples.count()).put("bytes_per_cycle", perCycle);
    }
  }
}

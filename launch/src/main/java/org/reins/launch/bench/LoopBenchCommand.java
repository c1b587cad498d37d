package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.node.process.RealTime;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The filter in a fixed-rate loop on a real-time thread. */
@Command(
    name = "loop",
    description =
        "Runs the filter at fixed rates, on a SCHED_FIFO thread where permitted. Reports periods,"
            + " step times, deadline misses and bytes per cycle.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class LoopBenchCommand implements Callable<Integer> {
  private static final int WARM_UP = 60_000;
  private static final int SETTLING_SECONDS = 2;
  private static final int FIFO_PRIORITY = 50;

  /** Before a release the thread spins instead of sleeping, ns. */
  private static final long SPIN = 60_000;

  @Option(names = "--seconds", description = "Duration at each rate, s, 1 to 3600.")
  private int seconds = 60;

  @Option(names = "--rates", split = ",", description = "Rates, Hz, 10 to 20000.")
  private List<Integer> rates = List.of(1000, 2000, 4000);

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || seconds > 3600) {
      throw new ReinsException("--seconds is " + seconds + ": allowed is 1 to 3600");
    }
    for (int rate : rates) {
      if (rate < 10 || rate > 20_000) {
        throw new ReinsException("--rates has " + rate + " Hz: allowed is 10 to 20000");
      }
    }
    RobotModel robot = RobotFiles.load("panda");
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    ObjectNode byRate = figures.putObject("rates");
    System.out.println(HostInfo.describe());
    System.out.printf(
        "%6s | %9s %9s %9s %9s | %8s %8s %8s %9s | %8s %7s%n",
        "Hz",
        "period us",
        "p99",
        "p99.9",
        "max",
        "step us",
        "p99",
        "p99.9",
        "max",
        "misses",
        "bytes");
    Progress progress = new Progress(System.err, "loop");
    for (int k = 0; k < rates.size(); k++) {
      Run run = new Run(new PandaStep(robot, QpBackEnd.OWN), rates.get(k), seconds);
      Thread thread = new Thread(run, "reins-control");
      thread.start();
      thread.join();
      if (k == 0) {
        String scheduling = run.warning.isEmpty() ? "SCHED_FIFO " + FIFO_PRIORITY : run.warning;
        figures.put("scheduling", scheduling);
        System.out.println(scheduling);
      }
      run.print();
      run.put(byRate.putObject(Integer.toString(rates.get(k))));
      progress.at((k + 1.0) / rates.size(), rates.get(k) + " Hz");
    }
    progress.done();
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  /** One rate. */
  private static final class Run implements Runnable {
    private final PandaStep step;
    private final int rate;
    private final int cycles;
    private final Samples periods;
    private final Samples steps;
    private volatile String warning = "";
    private long misses;
    private double bytesPerCycle;

    Run(PandaStep step, int rate, int seconds) {
      this.step = step;
      this.rate = rate;
      cycles = rate * seconds;
      periods = new Samples(cycles);
      steps = new Samples(cycles);
    }

    @Override
    public void run() {
      // Statistics start once the compiler is done.
      for (int k = 0; k < WARM_UP; k++) {
        step.advance();
        step.step();
      }
      warning = RealTime.tryFifo(FIFO_PRIORITY);
      long period = 1_000_000_000L / rate;
      long release = System.nanoTime() + period;
      long last = 0;
      long before = 0;
      step.input.dt = 1.0 / rate;
      for (int k = -SETTLING_SECONDS * rate; k < cycles; k++) {
        if (k == 0) {
          before = HostInfo.allocated();
        }
        await(release);
        long begin = System.nanoTime();
        step.advance();
        step.step();
        long end = System.nanoTime();
        if (k >= 0) {
          periods.add(begin - last);
          steps.add(end - begin);
          if (end > release + period) {
            misses++;
          }
        }
        last = begin;
        release += period;
        if (end > release) {
          // Missed periods are skipped: no burst to catch up.
          release += (end - release) / period * period + period;
        }
      }
      bytesPerCycle = (double) (HostInfo.allocated() - before) / cycles;
    }

    private static void await(long release) {
      long left = release - System.nanoTime() - SPIN;
      if (left > 0) {
        LockSupport.parkNanos(left);
      }
      while (System.nanoTime() < release) {
        Thread.onSpinWait();
      }
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          "%6d | %9.1f %9.1f %9.1f %9.1f | %8.2f %8.2f %8.2f %9.2f | %8d %7.3f%n",
          rate,
          periods.median(),
          periods.micros(0.99),
          periods.micros(0.999),
          periods.micros(1),
          steps.median(),
          steps.micros(0.99),
          steps.micros(0.999),
          steps.micros(1),
          misses,
          bytesPerCycle);
    }

    void put(ObjectNode node) {
      periods.put(node.putObject("period_us"));
      steps.put(node.putObject("step_us"));
      node.put("cycles", cycles).put("misses", misses).put("bytes_per_cycle", bytesPerCycle);
    }
  }
}

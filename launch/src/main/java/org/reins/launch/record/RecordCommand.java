package org.reins.launch.record;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reins.learning.lerobot.LiveWriter;
import org.reins.node.assembly.NodeHost;
import org.reins.node.assembly.RosGraph;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Records a LeRobot data set from a running filter. */
@Command(
    name = "record",
    description = {
      "Records a LeRobot data set of version 3.0 from a running filter: states, the torques that were"
          + " asked for and sent, margin, intervention and level. Ctrl+C ends it. For every cycle,"
          + " to be replayed, use ./reins run --record. See docs/record-replay.md.",
      "Example: ./reins record --format lerobot --out runs/tuesday --seconds 120",
      "After a kill: ./reins record --repair runs/tuesday"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RecordCommand implements Callable<Integer> {
  private static final int LONGEST_EPISODE = 3_600;
  private static final long TELL_SECONDS = 5;

  private enum Format {
    lerobot
  }

  @Option(names = "--format", description = "Format of the data set: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.lerobot;

  @Option(names = "--out", description = "New folder of the data set.")
  private Path out;

  @Option(
      names = "--repair",
      description = "Data set whose recording was killed; nothing else runs.")
  private Path repair;

  @Option(names = "--robot", description = "Name that the data set gives to the robot.")
  private String robot = "robot";

  @Option(names = "--filter", description = "Full name of the filter's node.")
  private String filter = "/safety_filter";

  @Option(names = "--episode", description = "Longest episode, s, 1 to 3600.")
  private int episode = 60;

  @Option(names = "--seconds", description = "Duration, s; 0: until Ctrl+C.")
  private double seconds;

  @Option(
      names = "--domain",
      description = "DDS domain, 0 to 101; by default ROS_DOMAIN_ID, or 0 if it is not set.")
  private Integer domain;

  @ParentCommand private NodeHost host;

  @Override
  public Integer call() throws InterruptedException {
    if (repair != null) {
      LiveWriter repaired = LiveWriter.repair(repair);
      System.out.println(
          repair + " has " + repaired.frames() + " frames in " + repaired.episodes() + " episodes");
      return 0;
    }
    requireOptions();
    RosGraph graph = new RosGraph(host, domain);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              told.countDown();
              try {
                ended.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    LiveRecorder recorder =
        new LiveRecorder(
            out, robot, episode * FilterDetail.RATE, text -> System.err.println("reins: " + text));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      listen(graph, recorder, told);
    } finally {
      try {
        recorder.finish();
        System.out.println(
            recorder.frames() > 0
                ? "wrote " + out + " (" + format + "): " + recorder.health()
                : "nothing was recorded, and no folder was made: " + recorder.health());
      } finally {
        ended.countDown();
      }
    }
    return recorder.frames() > 0 ? 0 : 1;
  }

  private void listen(RosGraph graph, LiveRecorder recorder, CountDownLatch told)
      throws InterruptedException {
    try (RosNode node = graph.listener("recorder")) {
      node.subscribe(FilterStatus.TYPE, filter + "/status", Qos.STATUS, recorder::status);
      node.subscribe(
          FilterDetail.TYPE, filter + "/detail", Qos.MONITOR, m -> recorder.detail(m.value));
      System.out.println("recording " + filter + " on domain " + graph.domain() + " to " + out);
      watch(recorder, told, graph.domain());
    }
  }

  private void requireOptions() {
    if (out == null) {
      throw new ReinsException("--out is missing: give the new folder of the data set");
    }
    LiveWriter.requireFree(out);
    if (episode < 1 || episode > LONGEST_EPISODE) {
      throw new ReinsException(
          "--episode is " + episode + " s: allowed is 1 to " + LONGEST_EPISODE);
    }
    if (!(seconds >= 0 && seconds <= 1e7)) {
      throw new ReinsException("--seconds is " + seconds + ": allowed is 0 to 10000000");
    }
  }

  /** Tells how it goes until it is to end. */
  private void watch(LiveRecorder recorder, CountDownLatch told, int domain)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = seconds == 0 ? Long.MAX_VALUE : (long) (1e9 * seconds);
    while (recorder.failure().isEmpty()) {
      long left = end - (System.nanoTime() - start);
      long wait = Math.min(TimeUnit.SECONDS.toNanos(TELL_SECONDS), left);
      if (left <= 0 || told.await(wait, TimeUnit.NANOSECONDS)) {
        return;
      }
      System.out.println(
          recorder.heard() == 0
              ? "no cycle heard on "
                  + filter
                  + "/detail so far: is the filter running on domain "
                  + domain
                  + "?"
              : recorder.health());
    }
  }
}

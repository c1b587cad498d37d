package org.reins.launch.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.process.Domains;
import org.reins.learning.data.DataFile;
import org.reins.learning.data.DataOptions;
import org.reins.learning.lerobot.LiveWriter;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;
import org.reins.sim.Transitions;

/** {@code ./reins record} in a process of its own, killed while it writes. */
@Timeout(300)
class KilledRecordingTest {
  private static final long PERIOD = 1_000_000_000L / FilterDetail.RATE;
  private static final int EPISODE = FilterDetail.RATE;

  /** Frames that are known to be on the disk before the kill; the last episode has not ended. */
  private static final int KNOWN = 2 * EPISODE + 5;

  private static final int BURST = 300;

  /** Of the journal: checksum, stamp, two more numbers, and six of 4 bytes for one joint. */
  private static final int ROW = 52;

  private static final double[] NONE = {};

  @TempDir private Path folder;

  private RosPublisher<FilterStatus> statuses;
  private RosPublisher<ValueMessage<FilterDetail>> details;

  /** Frame k holds k, so each row tells which one it is. */
  private void publish(long k) {
    FilterStatus status = new FilterStatus();
    statuses.publish(status);
    double[] unknown = {Double.NaN};
    ValueMessage<FilterDetail> message = new ValueMessage<>();
    message.value =
        new FilterDetail(
            stamp(k),
            List.of("a"),
            new double[] {k},
            new double[] {2 * k},
            unknown,
            unknown,
            new double[] {3 * k},
            NONE,
            NONE,
            NONE,
            NONE,
            List.of());
    details.publish(message);
  }

  private static long stamp(long k) {
    return 1_700_000_000_000_000_000L + PERIOD * k;
  }

  /** The stamp of the last whole row in the journal; 0 without a journal. */
  private static long journal(Path set) throws IOException {
    try (Stream<Path> journals = Files.list(set.resolve(LiveWriter.JOURNAL))) {
      byte[] rows = Files.readAllBytes(journals.findAny().orElseThrow());
      int last = rows.length / ROW - 1;
      return last < 0 ? 0 : ByteBuffer.wrap(rows).getLong(last * ROW + Integer.BYTES);
    } catch (NoSuchFileException | java.util.NoSuchElementException e) {
      return 0;
    }
  }

  private static void await(Process recorder, Path set, LongPredicate isReached) throws Exception {
    while (!isReached.test(journal(set))) {
      assertTrue(recorder.isAlive(), "the recording ended early");
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Publishes frames until the last of {@link #KNOWN} is on the disk. */
  private void feed(Process recorder, Path set) throws Exception {
    // Frames far apart, each an episode, until the recorder has found both topics.
    for (long k = -1_000_000; journal(set) == 0 && !Files.exists(set.resolve("data")); k += 10) {
      assertTrue(recorder.isAlive(), "the recording ended early");
      publish(k);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    for (int k = 0; k < KNOWN; k++) {
      publish(k);
      boolean endsEpisode = k % EPISODE == EPISODE - 1;
      long stamp = stamp(k);
      await(recorder, set, last -> last == stamp || endsEpisode && last == 0);
    }
  }

  @Test
  void whenTheRecordingIsKilledWhileItWrites_everyFrameThatWasOnTheDiskIsRead() throws Exception {
    Path set = folder.resolve("set");
    int domain = Domains.free();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.reins.launch.Main",
            "record",
            "--format=lerobot",
            "--out=" + set,
            "--episode=1",
            "--domain=" + domain);
    builder.environment().putAll(RosEnvironment.local(0).variables());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    Process recorder = builder.start();
    try (RosNode filter = new EmbeddedBackend(domain).createNode(NodeNames.of("safety_filter"))) {
      statuses = filter.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.STATUS);
      details = filter.publisher(FilterDetail.TYPE, "/safety_filter/detail", Qos.COMMAND);
      feed(recorder, set);
      for (int k = KNOWN; k < KNOWN + BURST; k++) {
        publish(k);
        if (k == KNOWN + BURST / 2) {
          // As kill -9: no hook runs.
          recorder.destroyForcibly();
        }
      }
      recorder.waitFor();
    } finally {
      recorder.destroyForcibly();
    }
    assertTrue(LiveWriter.isOpen(set), Files.readString(folder.resolve("log")));
    requireFrames(set, 2 * EPISODE);
    LiveWriter.repair(set);
    requireFrames(set, KNOWN);
  }

  /** Requires the first frames, and that each other one is as it was published. */
  private static void requireFrames(Path set, int first) {
    DataOptions options =
        new DataOptions(0, DataOptions.Sign.FROM_FILE, "1 - abs(a)", null, "", 100_000);
    Transitions t = DataFile.read(set, options).file().transitions();
    Set<Integer> found = new TreeSet<>();
    for (int r = 0; r < t.count(); r++) {
      int k = (int) t.state()[2 * r];
      assertEquals(List.of(2f * k, 3f * k), List.of(t.state()[2 * r + 1], t.action()[r]));
      assertEquals(k + 1f, t.nextState()[2 * r]);
      assertTrue(found.add(k), "frame " + k + " is there twice");
    }
    for (int k = 0; k + 1 < first; k++) {
      // No transition leads from one episode to the next.
      assertEquals(k % EPISODE != EPISODE - 1, found.contains(k), "frame " + k + " of " + found);
    }
    assertTrue(found.stream().allMatch(k -> k < KNOWN + BURST), Arrays.toString(found.toArray()));
  }
}

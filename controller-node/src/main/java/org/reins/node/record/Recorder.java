package org.reins.node.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.reins.node.filter.RobotCycle;
import org.reins.node.messages.FilterStatus;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;
import org.reins.robot.OneLine;

/**
 * Records the cycles of a control loop on a thread of its own. Its memory is bounded: a ring of
 * {@value #RING} cycles and one chunk. A disk that is slow for longer than the ring lasts costs
 * cycles, which are counted. A disk that refuses ends the file; another one is tried later. Nothing
 * of this reaches the control thread.
 */
public final class Recorder implements AutoCloseable {
  private static final int RING = 4096;
  private static final int STATUSES = 256;
  private static final long FLUSH_NANOS = 1_000_000_000L;
  private static final long AGAIN_NANOS = 10_000_000_000L;
  private static final long POLL_NANOS = 2_000_000;

  private final RecordingFiles files;
  private final CycleRing ring;
  private final ArrayBlockingQueue<FilterStatus> statuses = new ArrayBlockingQueue<>(STATUSES);
  private final Consumer<String> warn;
  private final CarefulWitness witness;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile String failure = "";
  private volatile Path file;
  private volatile long bytes;
  private final AtomicLong cycles = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();
  private long again;
  private long flushed;
  private long warnedDrops;

  private Recorder(
      RecordingFiles files, CycleRing ring, Consumer<String> warn, RunWitness witness) {
    this.files = files;
    this.ring = ring;
    this.warn = warn;
    this.witness = new CarefulWitness(witness, warn);
    thread = new Thread(this::run, "reins-record");
    thread.setDaemon(true);
  }

  /**
   * Starts to record.
   *
   * @param layout of the cycles
   * @param node full name of the node
   * @param warn takes one sentence when something is lost
   * @param witness sees the cycles, also those that the disk refuses
   */
  public static Recorder start(
      RecorderSettings settings,
      RunFacts facts,
      CycleLayout layout,
      CycleTopics topics,
      String node,
      Consumer<String> warn,
      RunWitness witness) {
    RecordingFiles files =
        new RecordingFiles(settings, facts, layout, topics, node, NodeClock.wallNanos());
    Recorder made = new Recorder(files, new CycleRing(layout, RING), warn, witness);
    made.again = NodeClock.nanos();
    made.thread.start();
    return made;
  }

  /** The cycle that the loop must run, for everything of this one to be recorded. */
  public RobotCycle recorded(RecordableCycle cycle) {
    return new RecordedCycle(cycle, ring);
  }

  /** Takes a status that was sent; it is copied. */
  public void status(FilterStatus status) {
    FilterStatus copy = new FilterStatus();
    copy.take(status);
    if (!statuses.offer(copy)) {
      // The writer is behind: the oldest says least. The cycles tell the same in more detail.
      statuses.poll();
    }
  }

  /** Cycles that are not in the files: the ring was full, or the disk refused. */
  public long lost() {
    return ring.drops() + unwritten.get();
  }

  /** How it goes, in words. */
  public String health() {
    String now = failure;
    return (now.isEmpty() ? "to " + file : "stands still: " + now)
        + ", "
        + cycles.get()
        + " cycles, "
        + bytes / 1_000_000
        + " MB, "
        + lost()
        + " cycles lost";
  }

  /** One sentence on why nothing is written at present; empty if it is. */
  public String failure() {
    return failure;
  }

  /** The file that is written; null before the first. */
  public Path file() {
    return file;
  }

  /** Bytes written so far. */
  public long bytes() {
    return bytes;
  }

  private void run() {
    try {
      while (running || ring.peek() != null) {
        if (!step()) {
          LockSupport.parkNanos(POLL_NANOS);
        }
      }
      attempt(files::close);
      if (cycles.get() > 0) {
        witness.end(files.run());
      }
    } catch (RuntimeException | Error e) {
      failure = "the recorder ended: " + OneLine.reason(e);
      warn.accept(failure + "; the control loop goes on");
    } finally {
      bytes = files.bytes();
      ended.countDown();
    }
  }

  /** Writes one cycle, or what else there is; returns whether there was a cycle. */
  private boolean step() {
    long now = NodeClock.nanos();
    if (!files.isOpen() && now - again >= 0) {
      attempt(files::open);
    }
    if (now - flushed > FLUSH_NANOS) {
      flushed = now;
      tellDrops();
      if (files.isOpen()) {
        attempt(files::flush);
      }
    }
    for (FilterStatus s = statuses.poll(); s != null; s = statuses.poll()) {
      FilterStatus status = s;
      if (files.isOpen()) {
        attempt(() -> files.write(status));
      }
    }
    CycleSlot slot = ring.peek();
    if (slot == null) {
      return false;
    }
    if (files.isOpen() && attempt(() -> files.write(slot))) {
      cycles.incrementAndGet();
    } else {
      unwritten.incrementAndGet();
    }
    witness.take(slot);
    ring.release();
    return true;
  }

  private void tellDrops() {
    long drops = ring.drops();
    if (drops > warnedDrops) {
      warn.accept(
          "the recording lost "
              + (drops - warnedDrops)
              + " cycle(s): disk or processor could not keep up; the control loop was not held up");
      warnedDrops = drops;
    }
  }

  /** Work that a disk may refuse. */
  private interface DiskWork {
    void run() throws IOException;
  }

  private boolean attempt(DiskWork work) {
    try {
      work.run();
      file = files.file();
      bytes = files.bytes();
      if (!failure.isEmpty() && files.isOpen()) {
        failure = "";
        warn.accept("recording again, to " + file);
      }
      return true;
    } catch (IOException e) {
      again = NodeClock.nanos() + AGAIN_NANOS;
      String before = failure;
      failure = "recording to " + where() + " failed: " + OneLine.reason(e);
      if (before.isEmpty()) {
        warn.accept(
            failure
                + "; the control loop goes on, and every "
                + AGAIN_NANOS / FLUSH_NANOS
                + " s another file is tried");
      }
      closeQuietly();
      return false;
    }
  }

  private Path where() {
    Path now = files.file();
    return now == null ? files.folder() : now;
  }

  /** What is complete stays readable; the summary may find no room. */
  private void closeQuietly() {
    try {
      files.close();
    } catch (IOException e) {
      failure = failure.concat(" (without a summary at its end)");
    }
  }

  /** Writes what the loop has left behind, and ends the file. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
  }
}

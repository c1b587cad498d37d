package org.reins.launch.record;

import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.reins.learning.lerobot.LiveFrame;
import org.reins.learning.lerobot.LiveHead;
import org.reins.learning.lerobot.LiveWriter;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.robot.ReinsException;

/**
 * Makes frames of what a running filter publishes, and writes them on a thread of its own. A frame
 * is one cycle of the filter, from {@link FilterDetail}, with the status that came last before it.
 * An episode ends after a number of frames, and where frames are missing: a transition must not
 * lead over a gap. Memory is bounded: {@value #QUEUE} frames.
 */
final class LiveRecorder {
  private static final int QUEUE = 1_024;
  private static final long POLL_MILLIS = 100;
  private static final long FORCE_NANOS = 1_000_000_000L;
  // Of a period. Frames come by the clock of the filter's reporter, which the host may delay.
  private static final double EARLIEST = 1.0 / 3;
  private static final double LATEST = 1.5;

  private final ArrayBlockingQueue<Taken> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Path out;
  private final String robot;
  private final int longest;
  private final Consumer<String> warn;
  private final Thread thread;
  private final AtomicLong heard = new AtomicLong();
  private final AtomicLong unusable = new AtomicLong();
  private final AtomicLong early = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private volatile Status status;
  private volatile boolean running = true;
  private volatile String failure = "";
  private volatile Counts counts = new Counts(0, 0);
  private LiveWriter writer;
  private LiveFrame before;
  private long forced;

  private record Status(float margin, float intervention, long level, long acted) {}

  private record Taken(FilterDetail detail, Status status) {}

  private record Counts(long frames, int episodes) {}

  /**
   * Starts to record.
   *
   * @param out folder that is new or empty; made with the first frame
   * @param robot name that the data set gives
   * @param longest most frames of an episode
   * @param warn takes one sentence when something is lost
   */
  LiveRecorder(Path out, String robot, int longest, Consumer<String> warn) {
    this.out = out;
    this.robot = robot;
    this.longest = longest;
    this.warn = warn;
    thread = new Thread(this::run, "reins-lerobot");
    thread.start();
  }

  /** Takes a status; its values are copied. */
  void status(FilterStatus s) {
    status = new Status((float) s.barrierMargin, (float) s.intervention, s.level, s.action);
  }

  /** Takes a cycle; never waits. */
  void detail(FilterDetail detail) {
    heard.incrementAndGet();
    Status now = status;
    if (now == null) {
      early.incrementAndGet();
    } else if (!queue.offer(new Taken(detail, now))) {
      dropped.incrementAndGet();
    }
  }

  private void run() {
    try {
      while (running || !queue.isEmpty()) {
        Taken next = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          write(next);
        }
        force();
      }
      if (writer != null) {
        writer.close();
        count();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = "the recorder was interrupted";
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
      warn.accept(failure);
    }
  }

  private void write(Taken taken) {
    FilterDetail d = taken.detail;
    LiveFrame frame = frame(taken);
    if (frame == null) {
      unusable.incrementAndGet();
      end();
      return;
    }
    if (writer == null) {
      writer = new LiveWriter(out, new LiveHead(robot, d.names(), FilterDetail.RATE));
    }
    if (before != null && isGap(before.stamp(), frame.stamp())) {
      gaps.incrementAndGet();
      end();
    }
    writer.frame(frame);
    before = frame;
    if (writer.inEpisode() >= longest) {
      end();
    }
    count();
  }

  /** Whether two frames do not follow each other at the rate of the data set. */
  static boolean isGap(long before, long now) {
    double periods = 1e-9 * (now - before) * FilterDetail.RATE;
    return !(periods > EARLIEST && periods < LATEST);
  }

  private void end() {
    before = null;
    if (writer != null) {
      writer.endEpisode();
      count();
    }
  }

  private void count() {
    counts = new Counts(writer.frames() + writer.inEpisode(), writer.episodes());
  }

  private void force() {
    long now = System.nanoTime();
    if (writer != null && now - forced > FORCE_NANOS) {
      forced = now;
      writer.force();
    }
  }

  /** The frame of a cycle; null where a state or a torque is unknown. */
  private static LiveFrame frame(Taken taken) {
    FilterDetail d = taken.detail;
    int n = d.names().size();
    if (n == 0
        || d.position().length != n
        || d.velocity().length != n
        || d.command().length != n
        || d.nominal().length != n) {
      return null;
    }
    float[] state = new float[2 * n];
    for (int i = 0; i < n; i++) {
      state[i] = (float) d.position()[i];
      state[n + i] = (float) d.velocity()[i];
    }
    Status s = taken.status;
    LiveFrame frame =
        new LiveFrame(
            d.stampNanos(),
            state,
            floats(d.command()),
            floats(d.nominal()),
            s.margin,
            s.intervention,
            s.level,
            s.acted);
    return frame.isFinite() ? frame : null;
  }

  private static float[] floats(double[] values) {
    float[] all = new float[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) values[i];
    }
    return all;
  }

  /** Cycles that were heard of. */
  long heard() {
    return heard.get();
  }

  /** Frames that were written. */
  long frames() {
    return counts.frames;
  }

  /** Episodes that have ended. */
  int episodes() {
    return counts.episodes;
  }

  /** How it goes, in words. */
  String health() {
    Counts now = counts;
    return now.frames
        + " frames, "
        + now.episodes
        + " episodes ended, "
        + gaps
        + " gaps, "
        + early
        + " cycles before the first status (a filter with filtering off has none), "
        + unusable
        + " cycles with an unknown state or torque, "
        + dropped
        + " dropped";
  }

  /** Why nothing is written any more; empty if it is. */
  String failure() {
    return failure;
  }

  /** Writes what was taken, and ends the data set. */
  void finish() {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!failure.isEmpty()) {
      throw new ReinsException(failure);
    }
  }
}

package org.reins.launch.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.filter.FilterAction;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.process.NodeClock;

/**
 * Plays recorded frames at the pace at which they were recorded, and does what the page asks for:
 * play, pause, another time, the next intervention. The page calls from its own threads.
 */
final class Player implements PageControls {
  private static final long TICK_NANOS = 40_000_000;
  private static final int STRIP = 240;

  private final RecordedFrames frames;
  private final List<String> strip;
  private int next;
  private double time;
  private boolean playing = true;
  private boolean jumped;

  Player(RecordedFrames frames) {
    this.frames = frames;
    strip = Arrays.stream(frames.strip(STRIP)).map(Player::tone).toList();
  }

  private static String tone(FilterAction action) {
    return action == null
        ? "none"
        : switch (action) {
          case PASS -> "good";
          case MODIFIED -> "note";
          case SLOWDOWN -> "warning";
          case FALLBACK, STOP -> "bad";
        };
  }

  @Override
  public synchronized List<Control> offered() {
    return List.of(
        new Control(
            "time",
            String.format(Locale.ROOT, "%.2f of %.2f s", time, frames.seconds()),
            Kind.TIME,
            time,
            0,
            frames.seconds(),
            strip,
            "The colours say what the filter did; drag, or use the arrow keys."),
        Control.button(
            "play", playing ? "Pause" : "Play", "Plays at the pace of the recording, or pauses."),
        Control.button("back", "Previous intervention", "Goes to where the one before began."),
        Control.button("on", "Next intervention", "Goes to where the next one begins."));
  }

  @Override
  public synchronized Result act(String name, JsonNode value) {
    return switch (name) {
      case "time" -> moveTo(value);
      case "play" -> toggle();
      case "back" -> intervention(-1);
      case "on" -> intervention(1);
      default -> new Result(false, "there is no control " + name);
    };
  }

  private Result moveTo(JsonNode value) {
    if (value == null || !value.isNumber() || !Double.isFinite(value.asDouble())) {
      return new Result(false, "the time must be a number, s");
    }
    go(frames.at(Math.max(0, Math.min(frames.seconds(), value.asDouble()))));
    return new Result(true, String.format(Locale.ROOT, "at %.2f s", time));
  }

  private Result toggle() {
    if (!playing && next == frames.count()) {
      go(0);
    }
    playing = !playing;
    return new Result(true, playing ? "plays" : "paused");
  }

  private Result intervention(int step) {
    // A frame that was jumped to and is not shown yet is the present one.
    int now = jumped ? next : Math.max(0, next - 1);
    int found = frames.intervention(now, step);
    if (found < 0) {
      return new Result(false, step > 0 ? "there is none after this" : "there is none before this");
    }
    playing = false;
    go(found);
    return new Result(true, String.format(Locale.ROOT, "at %.2f s", time));
  }

  private void go(int frame) {
    next = frame;
    time = frames.get(frame).time();
    jumped = true;
  }

  /**
   * Plays until it is told to end.
   *
   * @param begin called when the run begins, and after each jump: what is shown starts over
   */
  void play(PageBoard board, FrameShower shower, Runnable begin, BooleanSupplier over) {
    begin.run();
    long tick = NodeClock.nanos();
    while (!over.getAsBoolean()) {
      if (!advance(shower, begin, 1e-9 * TICK_NANOS)) {
        board.still();
      }
      tick = Math.max(tick + TICK_NANOS, NodeClock.nanos());
      long left = tick - NodeClock.nanos();
      while (left > 0) {
        LockSupport.parkNanos(left);
        left = tick - NodeClock.nanos();
      }
    }
  }

  /** Shows what comes next; returns false if there is nothing new. */
  boolean advance(FrameShower shower, Runnable begin, double seconds) {
    // The board asks this for its controls while it is locked: nothing is shown under a lock of
    // ours.
    Passage passage = take(seconds);
    if (passage.startsOver) {
      begin.run();
    }
    for (int k = passage.from; k < passage.to; k++) {
      shower.status(frames.get(k));
      shower.robot(frames.get(k));
    }
    return passage.to > passage.from;
  }

  /** Frames to show: from the first to the one before the last number. */
  private record Passage(int from, int to, boolean startsOver) {}

  private synchronized Passage take(double seconds) {
    int from = next;
    if (jumped) {
      jumped = false;
      return new Passage(from, ++next, true);
    }
    if (playing) {
      time = Math.min(frames.seconds(), time + seconds);
      while (next < frames.count() && frames.get(next).time() <= time) {
        next++;
      }
      playing = next < frames.count();
    }
    return new Passage(from, next, false);
  }
}

package org.reins.launch.view;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadWord;
import org.reins.node.replay.Recording;
import org.reins.robot.ReinsException;

/**
 * A recording as at most {@value #MOST} frames: one each 40 ms, and in a longer run two or more of
 * them joined, so that memory is bounded and each place is reached at once.
 */
final class RecordedFrames {
  static final int MOST = 8192;
  private static final double FIRST_LENGTH = 0.04;

  private final Recording recording;
  private final List<Frame> frames = new ArrayList<>();
  private double length;
  private long first;

  private RecordedFrames(Recording recording, double length) {
    this.recording = recording;
    this.length = length;
  }

  /**
   * Reads a recording.
   *
   * @param notes takes sentences on what could not be read
   * @throws ReinsException if it holds no cycle
   */
  static RecordedFrames read(Recording recording, List<String> notes) {
    return read(recording, FIRST_LENGTH, notes);
  }

  /** Reads a recording in frames of another length, s. */
  static RecordedFrames read(Recording recording, double length, List<String> notes) {
    RecordedFrames made = new RecordedFrames(recording, length);
    notes.addAll(recording.cycles(made::take));
    if (made.frames.isEmpty()) {
      throw new ReinsException("recording " + recording.parts().get(0) + " holds no cycles");
    }
    return made;
  }

  private void take(CycleSlot s) {
    FilterAction action = FilterAction.of((int) s.word(HeadWord.ACTION));
    FilterReason reason = FilterReason.of((int) s.word(HeadWord.REASON));
    if (s.word(HeadWord.KIND) != HeadWord.CYCLE || action == null || reason == null) {
      return;
    }
    first = first == 0 ? s.word(HeadWord.WALL) : first;
    double time = Math.max(1e-9 * (s.word(HeadWord.WALL) - first), seconds());
    Frame open = frames.isEmpty() ? null : frames.get(frames.size() - 1);
    if (open == null || (long) (time / length) > (long) (open.time() / length)) {
      if (frames.size() == MOST) {
        join();
      }
      open = new Frame(recording.layout());
      frames.add(open);
    }
    open.take(s, time, action, reason);
  }

  private void join() {
    List<Frame> joined = new ArrayList<>(MOST);
    for (int k = 0; k + 1 < frames.size(); k += 2) {
      frames.get(k).append(frames.get(k + 1));
      joined.add(frames.get(k));
    }
    frames.clear();
    frames.addAll(joined);
    length *= 2;
  }

  /** Number of frames. */
  int count() {
    return frames.size();
  }

  /** A frame. */
  Frame get(int k) {
    return frames.get(k);
  }

  /** Length of the run, s. */
  double seconds() {
    return frames.isEmpty() ? 0 : frames.get(frames.size() - 1).time();
  }

  /** When the first cycle was, ns since 1970. */
  long began() {
    return first;
  }

  /** The frame at a time, or the first after it: 0 to the last one. */
  int at(double time) {
    int low = 0;
    int high = frames.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (frames.get(middle).time() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The next frame with which an intervention begins, or the one before.
   *
   * @param from a frame
   * @param step 1 or −1
   * @return −1 if there is none
   */
  int intervention(int from, int step) {
    for (int k = from + step; k >= 0 && k < frames.size(); k += step) {
      boolean begins = k == 0 || frames.get(k - 1).action() != frames.get(k).action();
      if (begins && frames.get(k).action() != FilterAction.PASS) {
        return k;
      }
    }
    return -1;
  }

  /** The gravest action in each of a number of equally long parts of the run; null: no cycle. */
  FilterAction[] strip(int parts) {
    FilterAction[] gravest = new FilterAction[parts];
    for (Frame f : frames) {
      int k = (int) Math.min(parts - 1, parts * f.time() / Math.max(seconds(), 1e-9));
      if (gravest[k] == null || f.action().compareTo(gravest[k]) > 0) {
        gravest[k] = f.action();
      }
    }
    return gravest;
  }
}

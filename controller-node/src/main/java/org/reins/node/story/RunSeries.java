package org.reins.node.story;

import java.util.Arrays;
import org.reins.filter.FilterAction;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;

/**
 * A recorded run in at most {@value #MOST} buckets of equal length, for pictures: in each bucket
 * the worst of each quantity, so that a single bad cycle of an hour remains visible. The length of
 * the buckets doubles as the run gets longer, so memory is bounded.
 */
final class RunSeries {
  static final int MOST = 1024;
  private static final double FIRST_LENGTH = 0.005;
  private static final FilterAction[] ACTIONS = FilterAction.values();

  /** A quantity of the pictures. */
  enum Quantity {
    /** Learned margin, m. */
    BARRIER_MARGIN,
    /** Distance from the nearest obstacle beyond what is kept, m. */
    OBSTACLE_MARGIN,
    /** Speed of the fastest joint, share of its limit. */
    SPEED_SHARE,
    /** Allowed share of the speed limits. */
    SPEED_SCALE,
    /** Level of the envelope. */
    LEVEL,
    /** Change of the command, share of its limits. */
    INTERVENTION,
    /** Unexplained torque, share of a limit. */
    DISTURBANCE,
    /** Duration of the filter's step, µs. */
    STEP;

    private double of(CycleSlot s) {
      return switch (this) {
        case BARRIER_MARGIN -> s.number(HeadNumber.BARRIER_MARGIN);
        case OBSTACLE_MARGIN -> s.number(HeadNumber.OBSTACLE_MARGIN);
        case SPEED_SHARE -> s.number(HeadNumber.SPEED_SHARE);
        case SPEED_SCALE -> s.number(HeadNumber.SPEED_SCALE);
        case LEVEL -> s.word(HeadWord.LEVEL);
        case INTERVENTION -> s.number(HeadNumber.INTERVENTION);
        case DISTURBANCE -> s.number(HeadNumber.DISTURBANCE);
        case STEP -> 1e-3 * s.word(HeadWord.STEP_NANOS);
      };
    }

    private boolean isWorseHigh() {
      return switch (this) {
        case BARRIER_MARGIN, OBSTACLE_MARGIN, SPEED_SCALE, LEVEL -> false;
        case SPEED_SHARE, INTERVENTION, DISTURBANCE, STEP -> true;
      };
    }

    private double worse(double a, double b) {
      return Double.isNaN(a)
          ? b
          : Double.isNaN(b) ? a : isWorseHigh() ? Math.max(a, b) : Math.min(a, b);
    }
  }

  private static final Quantity[] QUANTITIES = Quantity.values();

  private final double[][] values = new double[QUANTITIES.length][MOST];
  private final double[][] seconds = new double[ACTIONS.length][MOST];
  private double length = FIRST_LENGTH;
  private int count;
  private long first;
  private long last;

  RunSeries() {
    for (double[] v : values) {
      Arrays.fill(v, Double.NaN);
    }
  }

  /** Takes the next cycle. */
  void take(CycleSlot s) {
    long wall = s.word(HeadWord.WALL);
    first = first == 0 ? wall : first;
    double before = last == 0 ? 0 : Math.max(0, 1e-9 * (wall - last));
    last = Math.max(last, wall);
    FilterAction action = FilterAction.of((int) s.word(HeadWord.ACTION));
    if (s.word(HeadWord.KIND) != HeadWord.CYCLE || action == null) {
      return;
    }
    double time = 1e-9 * Math.max(0, wall - first);
    while (time >= MOST * length) {
      halve();
    }
    int k = (int) (time / length);
    count = Math.max(count, k + 1);
    seconds[action.ordinal()][k] += before;
    for (Quantity q : QUANTITIES) {
      double[] v = values[q.ordinal()];
      double now = q.of(s);
      v[k] = q.worse(v[k], Double.isInfinite(now) ? Double.NaN : now);
    }
  }

  private void halve() {
    for (double[] s : seconds) {
      for (int k = 0; k < MOST; k++) {
        s[k] = k < MOST / 2 ? s[2 * k] + s[2 * k + 1] : 0;
      }
    }
    for (Quantity q : QUANTITIES) {
      double[] v = values[q.ordinal()];
      for (int k = 0; k < MOST; k++) {
        v[k] = k < MOST / 2 ? q.worse(v[2 * k], v[2 * k + 1]) : Double.NaN;
      }
    }
    count = (count + 1) / 2;
    length *= 2;
  }

  /** Number of buckets. */
  int count() {
    return count;
  }

  /** Length of a bucket, s. */
  double length() {
    return length;
  }

  /** The worst value in each bucket that has one: times, s, and values. */
  double[][] of(Quantity q) {
    double[][] line = new double[2][count];
    int n = 0;
    for (int k = 0; k < count; k++) {
      double v = values[q.ordinal()][k];
      if (!Double.isNaN(v)) {
        line[0][n] = k * length;
        line[1][n++] = v;
      }
    }
    return new double[][] {Arrays.copyOf(line[0], n), Arrays.copyOf(line[1], n)};
  }

  /** The worst value of the run; NaN if there is none. */
  double worst(Quantity q) {
    double worst = Double.NaN;
    for (int k = 0; k < count; k++) {
      worst = q.worse(worst, values[q.ordinal()][k]);
    }
    return worst;
  }

  /** The gravest action in a bucket; null if it holds no cycle. */
  FilterAction gravest(int bucket) {
    for (int a = ACTIONS.length - 1; a >= 0; a--) {
      if (seconds[a][bucket] > 0) {
        return ACTIONS[a];
      }
    }
    return null;
  }
}

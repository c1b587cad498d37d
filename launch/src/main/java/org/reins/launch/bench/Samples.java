package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Durations of one piece of code, ns; adding allocates nothing. */
final class Samples {
  private final long[] nanos;
  private int count;

  Samples(int capacity) {
    nanos = new long[capacity];
  }

  /** Adds one; durations beyond the capacity are left out. */
  void add(long value) {
    if (count < nanos.length) {
      nanos[count++] = value;
    }
  }

  int count() {
    return count;
  }

  /** Sum of all, µs. */
  double total() {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += nanos[i];
    }
    return sum / 1000;
  }

  void clear() {
    count = 0;
  }

  /** The quantile p, 0 to 1, µs; NaN without samples. */
  double micros(double p) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int at = (int) Math.ceil(p * count) - 1;
    return sorted[Math.max(0, Math.min(count - 1, at))] / 1000.0;
  }

  double median() {
    return micros(0.5);
  }

  /** Puts median, p99, p999 and max into a node. */
  void put(ObjectNode node) {
    node.put("median", micros(0.5))
        .put("p99", micros(0.99))
        .put("p999", micros(0.999))
        .put("max", micros(1));
  }
}

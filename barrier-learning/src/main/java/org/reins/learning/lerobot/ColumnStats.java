package org.reins.learning.lerobot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Smallest, largest, mean and deviation of each number of a column, as LeRobot's stats have. */
final class ColumnStats {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private double[] low;
  private double[] high;
  private double[] mean;
  private double[] square;
  private long count;

  /** Adds a row: numbers, one number, or true or false. */
  void add(Object value) {
    if (value instanceof float[] list) {
      start(list.length);
      for (int i = 0; i < list.length; i++) {
        add(i, list[i]);
      }
    } else {
      start(1);
      add(0, value instanceof Boolean b ? (b ? 1 : 0) : ((Number) value).doubleValue());
    }
  }

  private void start(int size) {
    if (count++ == 0) {
      low = new double[size];
      high = new double[size];
      mean = new double[size];
      square = new double[size];
      java.util.Arrays.fill(low, Double.POSITIVE_INFINITY);
      java.util.Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }
  }

  private void add(int i, double v) {
    if (Double.isNaN(v)) {
      // Not known: no row of a margin without a barrier, for example.
      return;
    }
    low[i] = Math.min(low[i], v);
    high[i] = Math.max(high[i], v);
    double d = v - mean[i];
    mean[i] += d / count;
    square[i] += d * (v - mean[i]);
  }

  ObjectNode json() {
    ObjectNode node = MAPPER.createObjectNode();
    put(node.putArray("min"), low);
    put(node.putArray("max"), high);
    put(node.putArray("mean"), mean);
    double[] deviation = new double[square.length];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = Math.sqrt(square[i] / count);
    }
    put(node.putArray("std"), deviation);
    node.putArray("count").add(count);
    return node;
  }

  private static void put(ArrayNode array, double[] values) {
    for (double v : values) {
      // JSON has no other numbers.
      array.add(Double.isFinite(v) ? v : 0);
    }
  }
}

package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;

/**
 * Maps the joints of a message to those of the robot by name, whatever their order. Senders write
 * all names; a receiver learns where each one stands while reading.
 */
final class NamedJoints {
  private static final int MOST = 64;

  private final byte[][] names;
  private final int[] place = new int[MOST];
  private final double[] values = new double[MOST];
  private int count;

  NamedJoints(List<String> joints) {
    names = joints.stream().map(CdrWriter::utf8).toArray(byte[][]::new);
  }

  void write(CdrWriter out) {
    out.int32(names.length);
    for (byte[] name : names) {
      out.string(name);
    }
  }

  /** Reads the names; false when a joint of the robot is missing or named twice. */
  boolean read(CdrReader in) {
    count = in.length(MOST);
    long seen = 0;
    for (int i = 0; i < count; i++) {
      int joint = in.stringAmong(names);
      place[i] = joint;
      if (joint >= 0) {
        if ((seen & 1L << joint) != 0) {
          return false;
        }
        seen |= 1L << joint;
      }
    }
    return in.ok() && Long.bitCount(seen) == names.length;
  }

  /**
   * Reads one number a named joint into the robot's order; false when there are not as many as
   * names.
   */
  boolean readValues(CdrReader in, double[] out) {
    int given = in.float64s(values);
    if (given != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (place[i] >= 0) {
        out[place[i]] = values[i];
      }
    }
    return in.ok();
  }
}

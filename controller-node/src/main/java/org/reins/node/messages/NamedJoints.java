package org.reins.node.messages;

import java.util.Arrays;
import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;

/**
 * Maps the joints of a message to those of the robot by name, regardless of their order and of
 * other joints. Senders write all names. A receiver learns the index of each name while reading.
 * The size of the message limits the number of names. Allocates nothing after construction.
 */
final class NamedJoints {
  /** Smallest size of a joint, bytes: a name of one letter with its length, and a number. */
  private static final int JOINT_BYTES = 16;

  private final byte[][] names;
  private final int[] place;
  private int count;

  /**
   * Prepares the mapping.
   *
   * @param maxSize largest size of the message, bytes
   */
  NamedJoints(List<String> joints, int maxSize) {
    names = joints.stream().map(CdrWriter::utf8).toArray(byte[][]::new);
    place = new int[maxSize / JOINT_BYTES];
    Arrays.fill(place, -1);
  }

  void write(CdrWriter out) {
    out.int32(names.length);
    for (byte[] name : names) {
      out.string(name);
    }
  }

  /** Reads the names; false if a joint of the robot is missing or named twice. */
  boolean read(CdrReader in, JointReport report) {
    report.clear();
    count = in.length(place.length);
    report.named(count);
    boolean once = true;
    for (int i = 0; i < count && once; i++) {
      // Usually it has the same index as in the last message.
      int joint = in.stringAmong(names, place[i]);
      place[i] = joint;
      if (!in.ok()) {
        return false;
      }
      if (joint >= 0) {
        once = report.see(joint);
      } else {
        report.other(in);
      }
    }
    return in.ok() && once && report.isComplete();
  }

  /**
   * Reads one number per named joint into the robot's order; false if there are more or fewer
   * numbers than names.
   *
   * @param of name of the numbers, for the report
   */
  boolean readValues(CdrReader in, double[] out, JointReport report, String of) {
    int given = in.lengthOf(Double.BYTES);
    return in.ok() && report.hasLength(given, of) && fill(in, out);
  }

  /**
   * Reads one number per named joint, or no numbers: then the array is filled with NaN.
   *
   * @param of name of the numbers, for the report
   */
  boolean readOptional(CdrReader in, double[] out, JointReport report, String of) {
    int given = in.lengthOf(Double.BYTES);
    if (in.ok() && given == 0) {
      Arrays.fill(out, Double.NaN);
      return true;
    }
    return in.ok() && report.hasLength(given, of) && fill(in, out);
  }

  /**
   * Reads rows of one number per named joint into rows of the robot's order.
   *
   * @param out as many whole rows as fit are overwritten
   * @param of name of the numbers, for the report
   * @return the number of rows; −1 if the last row is not whole, or they do not fit
   */
  int readRows(CdrReader in, double[] out, JointReport report, String of) {
    int given = in.lengthOf(Double.BYTES);
    int joints = names.length;
    if (!in.ok() || given % count != 0 || given / count > out.length / joints) {
      report.hasLength(given, of);
      return -1;
    }
    for (int k = 0; k < given / count; k++) {
      for (int i = 0; i < count; i++) {
        double value = in.float64();
        if (place[i] >= 0) {
          out[k * joints + place[i]] = value;
        }
      }
    }
    return in.ok() ? given / count : -1;
  }

  private boolean fill(CdrReader in, double[] out) {
    for (int i = 0; i < count; i++) {
      double value = in.float64();
      if (place[i] >= 0) {
        out[place[i]] = value;
      }
    }
    return in.ok();
  }
}

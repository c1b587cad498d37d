package org.reins.node.watchdog;

import org.reins.node.process.SharedRecord;

/**
 * What the robot's driver tells the watchdog in every period. Reused; allocates nothing after
 * construction.
 */
final class RobotRecord {
  private static final int FIRST = 3;

  /** Measured positions, rad. */
  final double[] q;

  /** Measured velocities, rad/s. */
  final double[] qd;

  /** The command in force, in the unit of the controller. */
  final double[] command;

  /** When it was written, ns. */
  long stamp;

  /** The last trip whose command was obeyed; 0 for none. */
  long obeyedTrip;

  /** When the first command of that trip was in force, ns. */
  long obeyedSince;

  private final long[] words;

  RobotRecord(int joints) {
    q = new double[joints];
    qd = new double[joints];
    command = new double[joints];
    words = new long[words(joints)];
  }

  static int words(int joints) {
    return FIRST + 3 * joints;
  }

  void write(SharedRecord to) {
    words[0] = stamp;
    words[1] = obeyedTrip;
    words[2] = obeyedSince;
    int n = q.length;
    for (int i = 0; i < n; i++) {
      words[FIRST + i] = Double.doubleToRawLongBits(q[i]);
      words[FIRST + n + i] = Double.doubleToRawLongBits(qd[i]);
      words[FIRST + 2 * n + i] = Double.doubleToRawLongBits(command[i]);
    }
    to.write(words);
  }

  /** Reads the latest record; if there is none, nothing changes. Returns its number or a code. */
  long read(SharedRecord from) {
    long number = from.read(words);
    if (number > 0) {
      stamp = words[0];
      obeyedTrip = words[1];
      obeyedSince = words[2];
      int n = q.length;
      for (int i = 0; i < n; i++) {
        q[i] = Double.longBitsToDouble(words[FIRST + i]);
        qd[i] = Double.longBitsToDouble(words[FIRST + n + i]);
        command[i] = Double.longBitsToDouble(words[FIRST + 2 * n + i]);
      }
    }
    return number;
  }
}

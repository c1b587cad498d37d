package org.reins.node.watchdog;

import org.reins.node.process.SharedRecord;

/**
 * What the watchdog tells filter, robot and operator in every cycle. Reused; allocates nothing
 * after construction.
 */
final class VerdictRecord {
  private static final int FIRST = 9;

  /** When it was written, ns. */
  long stamp;

  WatchdogState state = WatchdogState.WAITING;
  TripReason reason = TripReason.NONE;

  /** Number of the last trip, from 1; 0 before the first. */
  long trip;

  /** When it tripped, ns. */
  long tripStamp;

  /** Stamp of the last good heartbeat before it, ns. */
  long lastBeat;

  /** Number of the operator's last request that was answered. */
  long request;

  /** The answer to it. */
  ResetAnswer answer = ResetAnswer.NONE;

  /** Longest gap between two cycles of the watchdog since it started, ns. */
  long longestGap;

  /** The command for the robot, in the unit of the controller; valid while the state holds. */
  final double[] command;

  private final long[] words;

  VerdictRecord(int joints) {
    command = new double[joints];
    words = new long[words(joints)];
  }

  static int words(int joints) {
    return FIRST + joints;
  }

  void write(SharedRecord to) {
    words[0] = stamp;
    words[1] = state.code();
    words[2] = reason.code();
    words[3] = trip;
    words[4] = tripStamp;
    words[5] = lastBeat;
    words[6] = request;
    words[7] = answer.code();
    words[8] = longestGap;
    for (int i = 0; i < command.length; i++) {
      words[FIRST + i] = Double.doubleToRawLongBits(command[i]);
    }
    to.write(words);
  }

  /** Reads the latest record; if there is none, nothing changes. Returns its number or a code. */
  long read(SharedRecord from) {
    long number = from.read(words);
    if (number > 0) {
      stamp = words[0];
      state = WatchdogState.of(words[1]);
      reason = TripReason.of(words[2]);
      trip = words[3];
      tripStamp = words[4];
      lastBeat = words[5];
      request = words[6];
      answer = ResetAnswer.of(words[7]);
      longestGap = words[8];
      for (int i = 0; i < command.length; i++) {
        command[i] = Double.longBitsToDouble(words[FIRST + i]);
      }
    }
    return number;
  }
}

package org.reins.node.watchdog;

import org.reins.node.process.SharedRecord;

/**
 * Judges heartbeats one by one. Pure: the time is an argument. Allocates nothing; not thread-safe.
 */
final class HeartbeatCheck {
  // A stamp may be ahead of the reader's time by the time between two reads of the clock, ns.
  private static final long AHEAD = 1_000_000;
  // This many damaged reads in a row are no coincidence.
  private static final int DAMAGED_READS = 3;

  private final long timeout;
  private long number;
  private long stamp;
  private long session;
  private long state = -1;
  private int damaged;
  private TripReason wrong = TripReason.NONE;

  /**
   * Creates a check.
   *
   * @param timeout longest time since the last heartbeat, ns
   */
  HeartbeatCheck(long timeout) {
    this.timeout = timeout;
  }

  /**
   * Takes what was read.
   *
   * @param read result of {@link SharedRecord#read}
   * @param beat stamp, state, session; meaningful if the result is positive
   * @param now ns
   */
  void take(long read, long[] beat, long now) {
    damaged = read == SharedRecord.DAMAGED ? damaged + 1 : 0;
    wrong = damaged >= DAMAGED_READS ? TripReason.NONSENSE : TripReason.NONE;
    if (read <= 0 || read == number) {
      return;
    }
    if (beat[2] != session) {
      boolean driving = state == BeatState.DRIVING.code() || state == BeatState.STOPPED.code();
      wrong = driving ? TripReason.OTHER_WRITER : TripReason.NONE;
      session = beat[2];
    } else if (read < number || beat[0] < stamp) {
      wrong = TripReason.NONSENSE;
    } else if (beat[0] == stamp) {
      wrong = TripReason.FROZEN;
    }
    if (BeatState.of(beat[1]) == null || beat[0] - now > AHEAD) {
      wrong = TripReason.NONSENSE;
    }
    number = read;
    if (wrong != TripReason.NONSENSE) {
      stamp = beat[0];
      state = beat[1];
    }
  }

  /** What is wrong now, if the filter is expected to send heartbeats. */
  TripReason judge(long now) {
    return wrong != TripReason.NONE ? wrong : isFresh(now) ? TripReason.NONE : TripReason.LATE;
  }

  private boolean isFresh(long now) {
    return number > 0 && now - stamp <= timeout;
  }

  /** Whether the filter says in a fresh heartbeat that it drives the robot. */
  boolean isDriving(long now) {
    return state == BeatState.DRIVING.code() && judge(now) == TripReason.NONE;
  }

  /** Whether the filter expects to be watched: it drives the robot, or holds it in a stop. */
  boolean isWatched(long now) {
    return isDriving(now) || state == BeatState.STOPPED.code() && judge(now) == TripReason.NONE;
  }

  /** Whether the last heartbeat says that no filter drives the robot. */
  boolean isIdle() {
    return wrong == TripReason.NONE && state == BeatState.IDLE.code();
  }

  /**
   * Whether the last heartbeat, of whichever filter, says that none drives the robot. The first
   * heartbeat of a new filter counts, though it is one of another writer.
   */
  boolean isReleased() {
    return wrong != TripReason.NONSENSE && state == BeatState.IDLE.code();
  }

  /** Whether the filter says in a fresh heartbeat that it has stopped the robot. */
  boolean isStopped(long now) {
    return state == BeatState.STOPPED.code() && judge(now) == TripReason.NONE;
  }

  /** Stamp of the last heartbeat, ns. */
  long stamp() {
    return stamp;
  }
}

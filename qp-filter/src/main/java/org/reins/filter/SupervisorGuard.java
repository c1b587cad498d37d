package org.reins.filter;

/** A condition of a transition. Several may hold at once, as bits of an int. */
public enum SupervisorGuard {
  /** No condition. */
  ALWAYS(""),
  /** The measurement of this cycle is fresh, finite and plausible. */
  USABLE("fresh, finite, plausible measurement"),
  /** Unusable measurements have outnumbered the usable ones for too long. */
  INVALID_LASTS("unusable measurements for too long"),
  /** No usable measurement has come for too long. */
  AWAY_LASTS("no measurement for too long"),
  /** Too many cycles in a row ended with the brake. */
  BRAKING_LASTS("too many brakes in a row"),
  /** The robot fell. */
  FALLEN("the robot fell");

  private final String words;

  SupervisorGuard(String words) {
    this.words = words;
  }

  /** What it means, for people; empty for no condition. */
  public String words() {
    return words;
  }

  /** Its bit among the conditions that hold; 0 for none. */
  public int bit() {
    return this == ALWAYS ? 0 : 1 << ordinal();
  }

  /** Its bit if it holds, else 0. */
  public int when(boolean holds) {
    return holds ? bit() : 0;
  }

  /** Whether it is among the conditions that hold. */
  public boolean isIn(int holding) {
    return (holding & bit()) == bit();
  }
}

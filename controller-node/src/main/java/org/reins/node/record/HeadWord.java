package org.reins.node.record;

/** The integers that every recorded cycle begins with, in this order. */
public enum HeadWord {
  /** {@link #BEGIN}, {@link #BEGIN_REFUSED} or {@link #CYCLE}. */
  KIND(
      "0: a cycle, 1: the loop began with this state, 2: this state was not suitable to begin with"),
  NUMBER("of this record since the node was configured; a gap: records were dropped"),
  NOW("monotonic time at which the inputs were read, ns"),
  WALL("time since 1970 at which the inputs were read, ns"),
  ARRIVAL("reason that no state arrived, see FilterStatus; 0: one arrived"),
  STOP_BEFORE("reason of a stop by the loop before the inputs were read; 0: none"),
  RESET("0: not asked, 1: done, 2: refused"),
  STOP_AFTER("reason of a stop that was asked for; 0: none"),
  HOLD("1: come to rest, whatever the policy wants"),
  SENT("0: the middleware refused the command"),
  LATCHED("reason of the stop that lasts until a reset; 0: none"),
  CULPRIT("joint whose measurement caused the stop; -1: none"),
  ACTION("see FilterStatus"),
  REASON("see FilterStatus"),
  ACTIVE_ROWS("bit k: row k of the metadata rows acted"),
  STEP_NANOS("duration of the filter's step, ns"),
  PROFILE("safety profile, see FilterStatus"),
  PLANNER("1: the planner is alive"),
  GRANTED_LEVEL("level that the planner granted last"),
  LEVEL("level in force"),
  SILENT_LEVEL("level while the planner is silent");

  /** A cycle. */
  public static final int CYCLE = 0;

  /** The loop began with this state. */
  public static final int BEGIN = 1;

  /** This state was not suitable to begin with. */
  public static final int BEGIN_REFUSED = 2;

  private final String comment;

  HeadWord(String comment) {
    this.comment = comment;
  }

  String comment() {
    return comment;
  }
}

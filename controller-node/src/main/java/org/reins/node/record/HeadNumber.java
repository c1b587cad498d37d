package org.reins.node.record;

/** The doubles that every recorded cycle begins with, in this order. */
public enum HeadNumber {
  DT("time since the previous state, s"),
  AGE("age of the state, s"),
  ALPHA("filter.alpha, 1/s"),
  TOOL_SPEED("largest speed of the tool, m/s"),
  ACTION_TIMEOUT("s"),
  ENVELOPE_TIMEOUT("s"),
  GRANTED_SPEED("speed scale that the planner granted last"),
  GRANTED_STIFFNESS("stiffness scale that the planner granted last"),
  GRANTED_MARGIN("margin that the planner granted last, m"),
  SPEED("speed scale to move to"),
  STIFFNESS("stiffness scale to move to"),
  MARGIN("margin to move to, m"),
  SILENT_SPEED("speed scale while the planner is silent"),
  SILENT_STIFFNESS("stiffness scale while the planner is silent"),
  SILENT_MARGIN("margin while the planner is silent, m"),
  SPEED_SCALE("speed scale in force, after its rate limit"),
  BARRIER_MARGIN("m; NaN without a barrier"),
  OBSTACLE_MARGIN("m"),
  SPEED_SHARE("largest share of its speed limit that a joint uses"),
  SLACK("of the soft rows"),
  INTERVENTION("change of the command, share of its limits"),
  DISTURBANCE("torque that the model does not explain, share of a limit");

  private final String comment;

  HeadNumber(String comment) {
    this.comment = comment;
  }

  String comment() {
    return comment;
  }
}

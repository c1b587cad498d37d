package org.reins.node.filter;

import org.reins.filter.EffortMeaning;

/** A control loop as {@link FilterNode} manages it. */
public interface ControlLoop {
  /** Its thread, by which it is told what to do. */
  LoopThread thread();

  /** What it measured; complete after the thread is closed. */
  LoopStatistics statistics();

  /** The tuning that the last cycle took; null before the first one. */
  FilterTuning inForce();

  /** What the effort in the robot's states is taken for; null where nothing is made of it. */
  default EffortMeaning effort() {
    return null;
  }
}

package org.reins.node.filter;

/** A control loop as {@link FilterNode} manages it. */
public interface ControlLoop {
  /** Its thread, by which it is told what to do. */
  LoopThread thread();

  /** What it measured; complete after the thread is closed. */
  LoopStatistics statistics();

  /** The tuning that the last cycle took; null before the first one. */
  FilterTuning inForce();
}

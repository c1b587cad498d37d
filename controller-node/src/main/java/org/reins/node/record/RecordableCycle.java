package org.reins.node.record;

import org.reins.node.filter.RobotCycle;

/** A cycle that can tell what it used, computed and sent. */
public interface RecordableCycle extends RobotCycle {
  /** What it records. */
  CycleLayout layout();

  /**
   * Writes the part of its kind, after {@link #send} or {@link #begin}. Runs on the control thread:
   * allocates nothing.
   */
  void record(CycleSlot slot);
}

package org.reins.node.record;

import org.reins.node.filter.RobotCycle;

/** Records a cycle into memory, one at a time: for a replay. */
public final class CycleEcho {
  private final CycleRing ring;
  private final RobotCycle cycle;
  private final CycleSlot last;

  /** Wraps a cycle. */
  public CycleEcho(RecordableCycle inner) {
    ring = new CycleRing(inner.layout(), 2);
    cycle = new RecordedCycle(inner, ring);
    last = inner.layout().slot();
  }

  /** The cycle to call. */
  public RobotCycle cycle() {
    return cycle;
  }

  /** What the last complete cycle recorded; overwritten by the next one. */
  public CycleSlot take() {
    CycleSlot made = ring.peek();
    if (made == null) {
      throw new IllegalStateException("no cycle was completed");
    }
    last.take(made);
    ring.release();
    return last;
  }
}

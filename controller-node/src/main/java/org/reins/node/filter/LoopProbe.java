package org.reins.node.filter;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.reins.node.process.Mailbox;

/**
 * What displays see of a running loop: every few cycles one in detail, and the distribution of the
 * response times. The control thread writes without waiting and without allocating; one other
 * thread reads.
 */
final class LoopProbe {
  private final int every;
  private final Mailbox<CycleDetail> details;
  private final SingleWriterRecorder responses = new SingleWriterRecorder(LoopStatistics.MOST, 2);
  private Histogram recycled;
  private int cycles;
  private long rows;

  /**
   * Prepares a probe.
   *
   * @param joints number of joints
   * @param every number of cycles from one detail to the next
   */
  LoopProbe(int joints, int every) {
    this.every = every;
    details = new Mailbox<>(() -> new CycleDetail(joints));
  }

  /** Takes a response time, ns; control thread only. */
  void respond(long nanos) {
    responses.recordValue(Math.max(0, Math.min(LoopStatistics.MOST, nanos)));
  }

  /**
   * Takes a cycle; control thread only.
   *
   * @param activeRows of this cycle
   */
  void add(RobotCycle cycle, long activeRows) {
    rows |= activeRows;
    if (++cycles < every) {
      return;
    }
    CycleDetail draft = details.draft();
    draft.clear();
    cycle.detail(draft);
    draft.activeRows = rows;
    details.post();
    cycles = 0;
    rows = 0;
  }

  /** The latest detail, valid until the next call; null if there is no new one. Reader only. */
  CycleDetail take() {
    return details.take() ? details.latest() : null;
  }

  /** The response times since the last call, ns; valid until the next call. Reader only. */
  Histogram takeResponses() {
    recycled = responses.getIntervalHistogram(recycled);
    return recycled;
  }
}

package org.reins.node.record;

import java.util.SplittableRandom;
import org.reins.filter.EffortMeaning;
import org.reins.filter.Envelope;
import org.reins.filter.FilterReason;
import org.reins.node.filter.CycleDetail;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.FilterTuning;
import org.reins.node.filter.JointStates;
import org.reins.node.filter.RobotCycle;
import org.reins.node.process.NodeClock;

/**
 * A robot's cycle that writes all calls of the control loop, with their arguments and results, into
 * a ring. A replay makes the same calls again. Allocates nothing, waits for nothing.
 */
final class RecordedCycle implements RobotCycle {
  private final RecordableCycle cycle;
  private final CycleRing ring;
  private final CycleRing rehearsed;
  // The wall clock has steps; the loop's time has none.
  private final long wallOffset = NodeClock.wallNanos() - NodeClock.nanos();
  private CycleSlot slot;
  private boolean tuned;

  RecordedCycle(RecordableCycle cycle, CycleRing ring) {
    this.cycle = cycle;
    this.ring = ring;
    rehearsed = new CycleRing(cycle.layout(), 2);
  }

  @Override
  public JointStates states() {
    return cycle.states();
  }

  @Override
  public boolean begin(FilterTuning now) {
    open(ring);
    clear(NodeClock.nanos());
    tuning(now, now.silent().envelope());
    boolean began = cycle.begin(now);
    slot.set(HeadWord.KIND, began ? HeadWord.BEGIN : HeadWord.BEGIN_REFUSED);
    close(ring);
    return began;
  }

  @Override
  public void take(FilterReason arrival, double dt, double age) {
    open(ring);
    clear(0);
    slot.set(HeadWord.KIND, HeadWord.CYCLE);
    slot.set(HeadWord.ARRIVAL, arrival.code());
    slot.set(HeadNumber.DT, dt);
    slot.set(HeadNumber.AGE, age);
    cycle.take(arrival, dt, age);
  }

  @Override
  public void tune(FilterTuning t, Envelope envelope, long now) {
    slot.set(HeadWord.NOW, now);
    slot.set(HeadWord.WALL, now + wallOffset);
    tuning(t, envelope);
    tuned = true;
    cycle.tune(t, envelope, now);
  }

  private void open(CycleRing into) {
    slot = into.claim();
    tuned = false;
  }

  private void close(CycleRing into) {
    cycle.record(slot);
    into.commit();
    slot = null;
  }

  /** A slot is used again and again: nothing of an earlier cycle may stay. */
  private void clear(long now) {
    slot.set(HeadWord.NOW, now);
    slot.set(HeadWord.WALL, now + wallOffset);
    slot.set(HeadWord.ARRIVAL, 0);
    slot.set(HeadWord.STOP_BEFORE, 0);
    slot.set(HeadWord.RESET, 0);
    slot.set(HeadWord.STOP_AFTER, 0);
    slot.set(HeadWord.HOLD, 0);
    slot.set(HeadWord.SENT, 1);
    slot.set(HeadWord.LATCHED, 0);
    slot.set(HeadWord.CULPRIT, -1);
    slot.set(HeadWord.ACTION, 0);
    slot.set(HeadWord.REASON, 0);
    slot.set(HeadWord.ACTIVE_ROWS, 0);
    slot.set(HeadWord.STEP_NANOS, 0);
    slot.set(HeadNumber.DT, 0);
    slot.set(HeadNumber.AGE, 0);
    slot.set(HeadNumber.SPEED_SCALE, 1);
    slot.set(HeadNumber.BARRIER_MARGIN, Double.NaN);
    slot.set(HeadNumber.OBSTACLE_MARGIN, Double.POSITIVE_INFINITY);
    slot.set(HeadNumber.SPEED_SHARE, 0);
    slot.set(HeadNumber.SLACK, 0);
    slot.set(HeadNumber.INTERVENTION, 0);
    slot.set(HeadNumber.DISTURBANCE, 0);
  }

  // The loop passes one of the two objects, whose values may be the same.
  @SuppressWarnings("ReferenceEquality")
  private void tuning(FilterTuning t, Envelope e) {
    Envelope granted = t.granted();
    Envelope silent = t.silent().envelope();
    slot.set(HeadWord.PROFILE, t.profile().code());
    slot.set(HeadWord.PLANNER, e == t.planned().envelope() ? 1 : 0);
    slot.set(HeadWord.GRANTED_LEVEL, granted.level());
    slot.set(HeadWord.LEVEL, e.level());
    slot.set(HeadWord.SILENT_LEVEL, silent.level());
    slot.set(HeadNumber.ALPHA, t.alpha());
    slot.set(HeadNumber.TOOL_SPEED, t.toolSpeed());
    slot.set(HeadNumber.ACTION_TIMEOUT, t.actionTimeout());
    slot.set(HeadNumber.ENVELOPE_TIMEOUT, t.envelopeTimeout());
    slot.set(HeadNumber.GRANTED_SPEED, granted.speedScale());
    slot.set(HeadNumber.GRANTED_STIFFNESS, granted.stiffnessScale());
    slot.set(HeadNumber.GRANTED_MARGIN, granted.margin());
    slot.set(HeadNumber.SPEED, e.speedScale());
    slot.set(HeadNumber.STIFFNESS, e.stiffnessScale());
    slot.set(HeadNumber.MARGIN, e.margin());
    slot.set(HeadNumber.SILENT_SPEED, silent.speedScale());
    slot.set(HeadNumber.SILENT_STIFFNESS, silent.stiffnessScale());
    slot.set(HeadNumber.SILENT_MARGIN, silent.margin());
  }

  @Override
  public void stop(FilterReason reason) {
    if (slot != null) {
      slot.set(tuned ? HeadWord.STOP_AFTER : HeadWord.STOP_BEFORE, reason.code());
    }
    cycle.stop(reason);
  }

  @Override
  public FilterReason latchedBy() {
    return cycle.latchedBy();
  }

  @Override
  public int culprit() {
    return cycle.culprit();
  }

  @Override
  public int contrary() {
    return cycle.contrary();
  }

  @Override
  public boolean reset() {
    boolean done = cycle.reset();
    slot.set(HeadWord.RESET, done ? 1 : 2);
    return done;
  }

  @Override
  public void step(boolean hold) {
    slot.set(HeadWord.HOLD, hold ? 1 : 0);
    long before = NodeClock.nanos();
    cycle.step(hold);
    slot.set(HeadWord.STEP_NANOS, NodeClock.nanos() - before);
  }

  @Override
  public boolean send() {
    boolean sent = cycle.send();
    slot.set(HeadWord.SENT, sent ? 1 : 0);
    return sent;
  }

  @Override
  public boolean report(CycleReport report) {
    boolean told = cycle.report(report);
    if (slot != null) {
      note(told, report);
      close(ring);
    }
    return told;
  }

  private void note(boolean told, CycleReport r) {
    slot.set(HeadWord.LATCHED, cycle.latchedBy().code());
    slot.set(HeadWord.CULPRIT, cycle.culprit());
    if (told) {
      slot.set(HeadWord.ACTION, r.action.code());
      slot.set(HeadWord.REASON, r.reason.code());
      slot.set(HeadWord.ACTIVE_ROWS, r.activeRows);
      slot.set(HeadNumber.SPEED_SCALE, r.speedScale);
      slot.set(HeadNumber.BARRIER_MARGIN, r.barrierMargin);
      slot.set(HeadNumber.OBSTACLE_MARGIN, r.obstacleMargin);
      slot.set(HeadNumber.SPEED_SHARE, r.speedShare);
      slot.set(HeadNumber.SLACK, r.slack);
      slot.set(HeadNumber.INTERVENTION, r.intervention);
      slot.set(HeadNumber.DISTURBANCE, r.disturbance);
    }
  }

  @Override
  public void detail(CycleDetail d) {
    cycle.detail(d);
  }

  @Override
  public boolean isAtRest() {
    return cycle.isAtRest();
  }

  @Override
  public EffortMeaning effort() {
    return cycle.effort();
  }

  /** The self-test compiles the recording, too; nothing of it gets into the file. */
  @Override
  public void rehearse(int k, SplittableRandom random) {
    cycle.rehearse(k, random);
    open(rehearsed);
    clear(k);
    close(rehearsed);
    if (rehearsed.peek() != null) {
      rehearsed.release();
    }
  }

  @Override
  public double[] torque() {
    return cycle.torque();
  }
}

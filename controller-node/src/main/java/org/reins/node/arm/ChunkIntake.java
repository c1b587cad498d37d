package org.reins.node.arm;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.chunk.ChunkCheck;
import org.reins.filter.chunk.ChunkFault;
import org.reins.filter.chunk.ChunkPlayer;
import org.reins.node.filter.Arrivals;
import org.reins.node.filter.Intake;
import org.reins.node.filter.JointStates;
import org.reins.node.messages.PolicyChunk;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.SampleListener;
import org.reins.robot.model.RobotModel;

/**
 * The chunks of an arm's policy. The receiving thread checks each as a whole; the control thread
 * takes it over and executes it. Both allocate nothing.
 */
final class ChunkIntake implements SampleListener<PolicyChunk> {
  /** The topic of the chunks. */
  static final String TOPIC = "policy/chunk";

  private static final ChunkFault[] ALL = ChunkFault.values();

  private final RobotModel robot;
  private final Intake intake;
  private final JointStates states;
  private final Mailbox<ActionChunk> chunks;
  private final ChunkCheck check;
  private final ChunkPlayer player;
  private final AtomicLongArray counts = new AtomicLongArray(ALL.length);
  private final long[] told = new long[ALL.length];
  private final Arrivals arrivals = new Arrivals();
  // Joint and step of the last fault that the check found, in one number; −1 for none.
  private volatile long place = -1;

  /**
   * Prepares a robot.
   *
   * @param intake told of usable chunks and of messages that are none
   * @param states whose stamps are the clock of chunks
   */
  ChunkIntake(RobotModel robot, Intake intake, JointStates states) {
    this.robot = robot;
    this.intake = intake;
    this.states = states;
    chunks = new Mailbox<>(() -> new ActionChunk(robot.dof()));
    check = new ChunkCheck(robot);
    player = new ChunkPlayer(robot);
  }

  @Override
  public void receive(PolicyChunk m, long sender) {
    long nanos = NodeClock.nanos();
    m.report.clear();
    ChunkFault fault = check.check(m.chunk);
    if (fault != ChunkFault.NONE) {
      place = check.joint() < 0 ? -1 : (long) check.joint() << 32 | check.step();
      counts.incrementAndGet(fault.ordinal());
      return;
    }
    ActionChunk draft = chunks.draft();
    draft.take(m.chunk);
    if (states.newestStamp() == 0) {
      // Without stamps the time of arrival counts, for chunks and states.
      draft.stampNanos = nanos;
    }
    chunks.post();
    intake.usable(nanos + draft.nanos());
    arrivals.came(nanos);
  }

  @Override
  public void refused(PolicyChunk m, long sender) {
    intake.faults.refused(m.report, NodeClock.nanos());
    m.report.clear();
  }

  /** Forgets the chunk that is executed; control thread only. */
  void forget() {
    chunks.take();
    player.forget();
  }

  /**
   * Takes over the latest chunk, if there is a new one; control thread only.
   *
   * @param now by the clock of the chunks, ns
   * @param q measured positions, rad, not modified
   */
  void take(long now, double[] q) {
    if (chunks.take()) {
      counts.incrementAndGet(player.begin(chunks.latest(), now, q).ordinal());
    }
  }

  /** Whether a chunk without a fault arrived within a time before now, ns. */
  boolean isFresh(long now, long withinNanos) {
    return arrivals.cameWithin(now, withinNanos);
  }

  /** What is executed; control thread only. */
  ChunkPlayer player() {
    return player;
  }

  /** Number of chunks with a fault; of those without one for NONE. */
  long count(ChunkFault fault) {
    return counts.get(fault.ordinal());
  }

  /** Why chunks were refused since the last call, as one sentence; empty if none was. Allocates. */
  synchronized String warning() {
    for (ChunkFault f : ALL) {
      long now = count(f);
      long since = now - told[f.ordinal()];
      told[f.ordinal()] = now;
      // A chunk that is sent twice does no harm.
      if (since > 0 && f != ChunkFault.NONE && f != ChunkFault.ORDER) {
        return String.format(
            Locale.ROOT,
            "%d chunk(s) on %s refused as a whole: the last one %s%s",
            since,
            TOPIC,
            f.words(),
            where(f));
      }
    }
    return "";
  }

  private String where(ChunkFault f) {
    long at = place;
    boolean known = f.ordinal() < ChunkFault.LATE.ordinal() && f != ChunkFault.SHAPE && at >= 0;
    return known
        ? ", joint " + robot.jointNames().get((int) (at >> 32)) + " in step " + (int) at
        : "";
  }
}

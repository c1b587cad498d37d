package org.reins.node.planner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.Refusals;
import org.reins.node.audit.AuditEntry;
import org.reins.node.audit.AuditLog;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Flag;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RisingStamps;
import org.reins.node.process.Waiting;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosSubscription;
import org.reins.node.signing.SigningKey;

/**
 * The envelope planner. It runs at 10 Hz, and at once if a status raises an alarm. It collects the
 * filter's statuses, asks the {@link EnvelopePlanner}, and publishes the envelope in each period,
 * so that its silence is noticed.
 */
public final class PlannerNode implements AutoCloseable {
  private static final String NO_STATUS = "its bytes are not a status";

  private final NodeShell shell;
  private final EnvelopeLevels levels;
  private final EnvelopePlanner planner;
  private final RosPublisher<EnvelopeUpdate> publisher;
  private final EnvelopeUpdate message = new EnvelopeUpdate();
  private final List<LevelChange> changes = new ArrayList<>();
  private final AuditLog audit;
  private final LevelMemory memory;
  private final String own;
  private final ConcurrentLinkedQueue<Runnable> unwritten = new ConcurrentLinkedQueue<>();
  private volatile String identity;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean urgent;
  private final Refusals refusals;
  private final RisingStamps stamps = new RisingStamps();
  private final PlannerReport report;
  private final RosSubscription statuses;
  private long malformed;

  /**
   * Creates the node's topics; {@link #start} starts it.
   *
   * @param drift the drift predictor, or null for none
   * @param own fingerprint of the policy, the drift chain and the planner's parameters
   * @throws org.reins.node.audit.AuditException if the parameter {@code planner.audit_file} names a
   *     log that was tampered with or cannot be written
   * @throws org.reins.node.signing.SigningException if {@code planner.seal_key} cannot be used
   */
  public PlannerNode(NodeShell shell, EnvelopeLevels levels, DriftPredictor drift, String own) {
    this.shell = shell;
    this.levels = levels;
    planner = new EnvelopePlanner(levels, PlannerTuning.of(shell.snapshot()), drift, this::note);
    shell.parameters().addListener(p -> tune(PlannerTuning.of(p)));
    this.own = own;
    String remembered = shell.snapshot().given("planner.memory_file");
    String keyFile = shell.snapshot().given("planner.seal_key");
    SigningKey key = keyFile.isEmpty() ? null : SigningKey.read(Path.of(keyFile));
    memory = remembered.isEmpty() ? null : new LevelMemory(Path.of(remembered), key);
    String file = shell.snapshot().given("planner.audit_file");
    audit = file.isEmpty() ? null : AuditLog.open(Path.of(file), key, shell.log()::warn);
    RosNode node = shell.ros();
    message.header.frame = CdrWriter.utf8("base_link");
    thread = new Thread(this::run, "reins-planner");
    thread.setUncaughtExceptionHandler(shell.faults());
    refusals = new Refusals("a status", shell.log()::warn, NodeClock::nanos);
    report = new PlannerReport(shell, refusals);
    publisher = node.publisher(EnvelopeUpdate.TYPE, "envelope_planner/envelope", Qos.ENVELOPE);
    statuses =
        node.subscribe(FilterStatus.TYPE, "safety_filter/status", Qos.RELIABLE, this::receive);
    // From the world, which sets the tasks. If the world reports nothing, tasks are ignored.
    node.subscribe(Flag.TYPE, "task/success", Qos.RELIABLE, m -> taskEnded(m.value));
  }

  /** Starts the planner. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
    if (audit != null) {
      audit.close();
    }
  }

  /** All changes of level so far; a copy. */
  public List<LevelChange> changes() {
    synchronized (changes) {
      return List.copyOf(changes);
    }
  }

  private synchronized void receive(FilterStatus m) {
    countPublishers();
    int before = planner.refused();
    if (planner.receive(m, shell.time().stampNanos())) {
      urgent = true;
      LockSupport.unpark(thread);
    }
    if (planner.refused() > before) {
      refusals.note(planner::doubt);
    } else if (identity == null) {
      identity = Long.toHexString(m.configuration) + "/" + own;
      recall();
    }
  }

  private void countPublishers() {
    // The first samples may arrive before the subscription is known here.
    if (statuses != null) {
      planner.heardFrom(statuses.matched());
    }
  }

  private void run() {
    try {
      long period = Math.round(EnvelopePlanner.PERIOD * 1e9);
      long next = NodeClock.nanos();
      while (running) {
        tick();
        publish();
        report.publish(state(), setback(), statuses.matched());
        writeDown();
        next += period;
        long left = next - NodeClock.nanos();
        if (left <= 0) {
          next -= left;
        }
        while (running && left > 0) {
          LockSupport.parkNanos(left);
          // Up only on a tick; down as soon as a status requires it.
          if (urgent && tightenNow()) {
            publish();
            writeDown();
          }
          left = next - NodeClock.nanos();
        }
      }
    } finally {
      writeDown();
      ended.countDown();
    }
  }

  private synchronized boolean tightenNow() {
    urgent = false;
    return planner.tightenNow();
  }

  private synchronized void tick() {
    countPublishers();
    long now = statuses.rejected();
    if (now != malformed) {
      malformed = now;
      planner.refuse(NO_STATUS);
      refusals.note(() -> NO_STATUS);
    }
    planner.tick();
  }

  private synchronized GateState state() {
    return planner.state();
  }

  private synchronized String setback() {
    return planner.setback();
  }

  private void recall() {
    if (memory == null) {
      return;
    }
    try {
      LevelMemory.Memory known = memory.read(identity, levels.levels().size(), entries());
      if (known == null) {
        shell.log().info("no level is stored for this robot, barrier, policy and parameters");
      } else {
        planner.resume(known);
      }
    } catch (IOException e) {
      shell.log().warn("starting at the base envelope: " + e.getMessage());
    }
  }

  private long entries() {
    return audit == null ? LevelMemory.NO_LOG : audit.entries();
  }

  private void remember(LevelMemory.Memory now) {
    try {
      memory.write(identity, now, entries());
    } catch (IOException e) {
      shell.log().warn("the level is not saved: " + e);
    }
  }

  /** Written to disk after the envelope is sent. A slow disk must not delay a fall. */
  private void writeDown() {
    for (Runnable r = unwritten.poll(); r != null; r = unwritten.poll()) {
      r.run();
    }
  }

  private void note(GateState before, int to, String decidedBy, String why) {
    synchronized (changes) {
      changes.add(new LevelChange(NodeClock.nanos(), before.level(), to, why));
    }
    shell.log().info("level " + before.level() + " → " + to + ": " + why);
    if (audit != null) {
      AuditEntry entry =
          new AuditEntry(
              NodeClock.wallNanos(),
              decidedBy,
              levels.at(before.level()),
              levels.at(to),
              why,
              before.evidence(),
              before.needed(),
              before.seconds());
      unwritten.add(() -> audit.append(entry));
    }
    if (memory != null && identity != null) {
      LevelMemory.Memory now = planner.memory();
      unwritten.add(() -> remember(now));
    }
  }

  private synchronized void taskEnded(boolean success) {
    planner.taskEnded(success);
  }

  private synchronized void tune(PlannerTuning next) {
    planner.tune(next);
  }

  private synchronized Envelope envelope() {
    return planner.envelope();
  }

  private void publish() {
    Envelope e = envelope();
    message.header.stampNanos = stamps.next(shell.time().stampNanos());
    message.level = e.level();
    message.speedScale = e.speedScale();
    message.stiffnessScale = e.stiffnessScale();
    message.margin = e.margin();
    publisher.publish(message);
  }
}

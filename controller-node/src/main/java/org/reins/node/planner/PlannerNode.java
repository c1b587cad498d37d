package org.reins.node.planner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.NodeClock;
import org.reins.node.NodeShell;
import org.reins.node.Waiting;
import org.reins.node.audit.AuditEntry;
import org.reins.node.audit.AuditLog;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/**
 * The envelope planner at 10 Hz, and at once when a status raises an alarm: gathers the filter's
 * statuses, asks the {@link CompetenceGate}, and publishes the envelope each period, so that its
 * silence is noticed. The evidence is the filter's own measurement, not the policy's word.
 */
public final class PlannerNode implements AutoCloseable {
  /** Planner period, s. */
  public static final double PERIOD = 0.1;

  private final NodeShell shell;
  private final EnvelopeLevels levels;
  private final CompetenceGate gate;
  private final RosPublisher<EnvelopeUpdate> publisher;
  private final EnvelopeUpdate message = new EnvelopeUpdate();
  private final List<LevelChange> changes = new ArrayList<>();
  private final AuditLog audit;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean urgent;
  private volatile PlannerTuning tuning;

  // Worst of the statuses since the last tick; guarded by this.
  private int statuses;
  private int worstAction;
  private int worstReason;
  private double disturbance;
  private double speedShare;
  private double speedScale = 1;
  private double barrierMargin = Double.POSITIVE_INFINITY;
  private double obstacleMargin = Double.POSITIVE_INFINITY;
  private int silentTicks;

  /**
   * Creates the node's topics; {@link #start} starts it.
   *
   * @throws org.reins.node.audit.AuditException when the parameter {@code planner.audit_file} names
   *     a log that was tampered with or cannot be written
   */
  public PlannerNode(NodeShell shell, EnvelopeLevels levels) {
    this.shell = shell;
    this.levels = levels;
    shell.parameters().addListener(p -> tuning = PlannerTuning.of(p));
    String file = shell.snapshot().text("planner.audit_file");
    audit = file.isEmpty() ? null : AuditLog.open(Path.of(file), shell.log()::warn);
    RosNode node = shell.ros();
    gate = new CompetenceGate(levels.top());
    message.header.frame = CdrWriter.utf8("base_link");
    thread = new Thread(this::run, "reins-planner");
    publisher = node.publisher(EnvelopeUpdate.TYPE, "envelope_planner/envelope", Qos.LATCHED);
    node.subscribe(FilterStatus.TYPE, "safety_filter/status", Qos.RELIABLE, this::receive);
  }

  /** Starts the planner. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(ended);
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
    statuses++;
    if (m.action > worstAction) {
      worstAction = m.action;
      worstReason = m.reason;
    }
    disturbance = Math.max(disturbance, m.disturbance);
    speedShare = Math.max(speedShare, m.speedShare);
    speedScale = m.speedScale;
    if (m.barrierMargin < barrierMargin) {
      barrierMargin = m.barrierMargin;
    }
    if (m.obstacleMargin < obstacleMargin) {
      obstacleMargin = m.obstacleMargin;
    }
    if (alarm() != null && gate.level() > 0) {
      urgent = true;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    try {
      long period = Math.round(PERIOD * 1e9);
      long next = NodeClock.nanos();
      while (running) {
        tick();
        publish();
        next += period;
        long left = next - NodeClock.nanos();
        if (left <= 0) {
          next -= left;
        }
        while (running && left > 0) {
          LockSupport.parkNanos(left);
          // Up only on a tick; down as soon as a status says so.
          if (urgent && tightenNow()) {
            publish();
          }
          left = next - NodeClock.nanos();
        }
      }
    } finally {
      ended.countDown();
    }
  }

  /** Falls on an alarm in the statuses since the last tick; false when there is none. */
  private synchronized boolean tightenNow() {
    urgent = false;
    String alarm = alarm();
    if (alarm == null) {
      return false;
    }
    fall(levels.top(), alarm);
    clear();
    return true;
  }

  private synchronized void tick() {
    GateState state = GateState.of(gate);
    if (gate.limit(Math.min(levels.top(), tuning.maxLevel()))) {
      note(state, "operator", "the operator allows level " + gate.level());
      state = GateState.of(gate);
    }
    if (statuses == 0) {
      if (++silentTicks == 3) {
        fall(levels.top(), "the filter has been silent for 0.3 s");
      }
      return;
    }
    silentTicks = 0;
    String alarm = alarm();
    if (alarm != null) {
      fall(levels.top(), alarm);
    } else {
      PlannerTuning t = tuning;
      boolean near = barrierMargin < -t.near() || obstacleMargin < -t.near();
      boolean challenge = speedShare >= t.challenge() * speedScale;
      if (near && gate.level() > 0 && Math.min(barrierMargin, obstacleMargin) < -t.fall()) {
        fall(
            1,
            String.format(
                Locale.ROOT,
                "near-violation: %.0f mm inside the margin",
                -1e3 * Math.min(barrierMargin, obstacleMargin)));
      } else {
        if (gate.observe(PERIOD, challenge, near)) {
          note(
              state,
              "planner",
              String.format(
                  Locale.ROOT,
                  "evidence %.1f before the last block, %.1f needed",
                  state.evidence(),
                  gate.needed()));
        }
      }
    }
    clear();
  }

  private void clear() {
    statuses = 0;
    worstAction = 0;
    disturbance = 0;
    speedShare = 0;
    barrierMargin = Double.POSITIVE_INFINITY;
    obstacleMargin = Double.POSITIVE_INFINITY;
  }

  private String alarm() {
    if (disturbance > tuning.disturbance()) {
      return String.format(
          Locale.ROOT, "disturbance: %.0f %% of a torque limit unexplained", 100 * disturbance);
    }
    if (worstAction >= FilterAction.SLOWDOWN.ordinal()) {
      return "the filter went to "
          + FilterAction.values()[worstAction]
          + " because of "
          + FilterReason.values()[worstReason];
    }
    return null;
  }

  private void fall(int by, String why) {
    GateState state = GateState.of(gate);
    if (gate.fall(by)) {
      note(state, "planner", why);
    }
  }

  private void note(GateState before, String decidedBy, String why) {
    int to = gate.level();
    synchronized (changes) {
      changes.add(new LevelChange(NodeClock.nanos(), before.level(), to, why));
    }
    shell.log().info("level " + before.level() + " → " + to + ": " + why);
    if (audit != null) {
      audit.append(
          new AuditEntry(
              NodeClock.wallNanos(),
              decidedBy,
              levels.at(before.level()),
              levels.at(to),
              why,
              before.evidence(),
              before.needed(),
              before.seconds()));
    }
  }

  private void publish() {
    Envelope e = levels.at(gate.level());
    message.header.stampNanos = shell.time().stampNanos();
    message.level = e.level();
    message.speedScale = e.speedScale();
    message.stiffnessScale = e.stiffnessScale();
    message.margin = e.margin();
    publisher.publish(message);
  }
}

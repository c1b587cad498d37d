package org.reins.node.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.NodeShell;
import org.reins.node.NodeTime;
import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RisingStamps;
import org.reins.node.process.Waiting;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/**
 * Publishes the control thread's results on a separate thread: {@code ~/status} as it arrives,
 * {@code ~/envelope} when it changes and each second, {@code ~/markers} and {@code /diagnostics}
 * each second.
 */
final class FilterReporter implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  /** Filled by the control thread. */
  final StatusOutlet statuses = new StatusOutlet();

  private final NodeTime time;
  private final RisingStamps stamps = new RisingStamps();
  private final String name;
  private final RosPublisher<FilterStatus> statusTopic;
  private final RosPublisher<ValueMessage<EnvelopeState>> envelopeTopic;
  private final RosPublisher<ValueMessage<Markers>> markerTopic;
  private final RosPublisher<ValueMessage<Diagnostics>> diagnosticTopic;
  private final ValueMessage<EnvelopeState> envelope = new ValueMessage<>();
  private final ValueMessage<Markers> markers = new ValueMessage<>();
  private final ValueMessage<Diagnostics> diagnostics = new ValueMessage<>();
  private final LiveTuning tuning;
  private final Supplier<Scene> scene;
  private final Consumer<FilterStatus> published;
  private final Runnable watch;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private EffectiveEnvelope told;
  private boolean toldAlive;
  private FilterStatus last;

  /**
   * What is published in addition to the statuses.
   *
   * @param state of the lifecycle
   * @param failure one sentence on what keeps the loop from working; empty if it works
   * @param robot name, empty before it is loaded
   * @param waits what a start waits for, as one sentence; empty if nothing is waited for
   * @param responses median, 99th percentile and largest response time since the last scene, µs
   * @param longestWait longest time without a state since the last scene, s
   * @param watchdog what the watchdog says, in words
   * @param recording how it goes; empty if nothing is recorded
   * @param markers draws the last status
   */
  record Scene(
      String state,
      String failure,
      String robot,
      String waits,
      String responses,
      double longestWait,
      String watchdog,
      String recording,
      java.util.function.Function<FilterStatus, Markers> markers) {}

  /**
   * Starts reporting.
   *
   * @param published takes each status that was sent
   * @param watch run after each status, and every 20 ms
   */
  FilterReporter(
      NodeShell shell,
      LiveTuning tuning,
      Supplier<Scene> scene,
      Consumer<FilterStatus> published,
      Runnable watch) {
    this.watch = watch;
    this.published = published;
    this.tuning = tuning;
    this.scene = scene;
    time = shell.time();
    RosNode ros = shell.ros();
    name = ros.names().node().full().substring(1);
    statusTopic = ros.publisher(FilterStatus.TYPE, "~/status", Qos.STATUS);
    envelopeTopic = ros.publisher(EnvelopeState.TYPE, "~/envelope", Qos.LATCHED);
    markerTopic = ros.publisher(Markers.TYPE, "~/markers", Qos.LATCHED);
    diagnosticTopic = ros.publisher(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE);
    thread = new Thread(this::run, "reins-status");
    thread.setUncaughtExceptionHandler(shell.faults());
    thread.setDaemon(true);
    statuses.wake(thread);
    thread.start();
  }

  private void run() {
    try {
      long next = NodeClock.nanos();
      while (running) {
        boolean news = statuses.take();
        if (news) {
          last = statuses.latest();
          last.header.stampNanos = stamps.next(time.stampNanos());
          statusTopic.publish(last);
          published.accept(last);
        }
        watch.run();
        boolean due = NodeClock.nanos() - next >= 0;
        reportEnvelope(due);
        if (due) {
          next = NodeClock.nanos() + SECOND;
          Scene now = scene.get();
          markers.value = now.markers.apply(last);
          markerTopic.publish(markers);
          diagnostics.value = diagnose(now);
          diagnosticTopic.publish(diagnostics);
        }
        if (!news) {
          LockSupport.parkNanos(20_000_000);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void reportEnvelope(boolean due) {
    FilterTuning t = tuning.current();
    boolean alive = tuning.isPlannerAlive(t, NodeClock.nanos());
    EffectiveEnvelope e = alive ? t.planned() : t.silent();
    if (!due && alive == toldAlive && e.equals(told)) {
      return;
    }
    told = e;
    toldAlive = alive;
    envelope.value =
        new EnvelopeState(
            time.stampNanos(),
            e.envelope().level(),
            e.envelope().speedScale(),
            e.envelope().stiffnessScale(),
            e.envelope().margin(),
            e.levelBy().code(),
            e.speedBy().code(),
            e.stiffnessBy().code(),
            e.marginBy().code(),
            alive);
    envelopeTopic.publish(envelope);
  }

  private Diagnostics diagnose(Scene now) {
    List<Diagnostics.KeyValue> values = new ArrayList<>();
    values.add(new Diagnostics.KeyValue(Diagnostics.STATE, now.state));
    int level = 0;
    String message = now.state;
    if (!now.failure.isEmpty()) {
      level = 2;
      message = now.failure;
    } else if (last != null) {
      FilterAction action = FilterAction.of(last.action);
      FilterReason reason = FilterReason.of(last.reason);
      level =
          action == FilterAction.STOP || action == FilterAction.FALLBACK
              ? 2
              : action == FilterAction.SLOWDOWN ? 1 : 0;
      message = action + (reason == FilterReason.NONE ? "" : " because of " + reason);
      add(values, "envelope level", "%d", last.level);
      add(values, "barrier margin [m]", "%.4f", last.barrierMargin);
      add(values, "obstacle margin [m]", "%.4f", last.obstacleMargin);
      add(values, "share of the speed limits", "%.3f", last.speedShare);
      add(values, "unexplained torque", "%.3f", last.disturbance);
      add(values, "deadline misses", "%d", last.deadlineMisses);
    }
    if (!now.waits.isEmpty()) {
      values.add(new Diagnostics.KeyValue(Diagnostics.WAITS, now.waits));
    }
    if (!now.responses.isEmpty()) {
      values.add(new Diagnostics.KeyValue(Diagnostics.RESPONSES, now.responses));
    }
    add(values, "longest wait for a state [ms]", "%.1f", 1e3 * now.longestWait);
    values.add(new Diagnostics.KeyValue("watchdog", now.watchdog));
    if (!now.recording.isEmpty()) {
      values.add(new Diagnostics.KeyValue("recording", now.recording));
    }
    add(values, "envelopes refused", "%d", tuning.refused());
    String intruder = tuning.intruder();
    if (!intruder.isEmpty() && level == 0) {
      level = 1;
      message = intruder;
    }
    return new Diagnostics(time.stampNanos(), level, name + ": filter", message, now.robot, values);
  }

  private static void add(
      List<Diagnostics.KeyValue> values, String key, String format, Object value) {
    values.add(new Diagnostics.KeyValue(key, String.format(Locale.ROOT, format, value)));
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
  }
}

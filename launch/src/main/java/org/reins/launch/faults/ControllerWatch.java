package org.reins.launch.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.controller.ControllerView;
import org.reins.node.json.Json;
import org.reins.node.process.RealTime;
import org.reins.node.process.Waiting;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Judges a robot behind a controller manager by the file that its controller shares with the
 * filter, apart from both. It reads the file more often than once a cycle. A cycle that it misses
 * on a busy machine is counted; the change over the gap is judged.
 */
final class ControllerWatch implements AutoCloseable {
  private static final long PERIOD = 100_000;
  private static final int FOLLOWING = 1;
  private static final int BRAKING = 2;
  private static final int LATCHED = 3;
  private static final int KEPT = 1 << 20;
  private static final int STAMPS = 256;
  private static final double ROUNDING = 1e-5;
  // That of the controller, where nothing else is set.
  private static final double REST_SPEED = 0.02;

  private final RobotModel robot;
  private final String mode;
  private final ControllerView view;
  private final double[] last;
  private final long[] stamps = new long[STAMPS];
  private final long[] stampCycles = new long[STAMPS];
  private final double[] latencies = new double[KEPT];
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "reins-watch");
  private volatile boolean running = true;

  // Of the watch's own thread, and read under this object's lock.
  private long cycle;
  private long missed;
  private long violations;
  private int seenMode;
  private int seenReason;
  private long trips;
  private long answered;
  private long answeredAt;
  private long followed;
  private int timed;
  private long tripCycle;
  private long tripAge;
  private long tripUnseen;
  private double tripSpeed;
  private double tripMillis;
  private long restCycle;
  private double restMillis;
  private double speed;

  /**
   * Starts to watch.
   *
   * @param mode effort, velocity or position
   */
  ControllerWatch(RobotModel robot, String mode, ControllerView view) {
    this.robot = robot;
    this.mode = mode;
    this.view = view;
    last = new double[robot.dof()];
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      // It sees each cycle only if nothing of the robot delays it.
      RealTime.tryFifo(RealTime.WATCHDOG);
      while (running) {
        look();
        LockSupport.parkNanos(PERIOD);
      }
    } finally {
      ended.countDown();
    }
  }

  private synchronized void look() {
    if (view.nextState()) {
      see();
    }
    if (view.nextCommand()) {
      answer();
    }
  }

  private void answer() {
    answered = view.answered();
    answeredAt = view.answerStamp();
    int at = (int) (answered % STAMPS);
    if (seenMode == FOLLOWING && stampCycles[at] == answered && timed < KEPT) {
      latencies[timed++] = (answeredAt - stamps[at]) * 1e-3;
    }
  }

  private void see() {
    long gap = view.cycle() - cycle;
    if (gap <= 0) {
      // The controller was configured again.
      cycle = 0;
      gap = 1;
    }
    boolean first = cycle == 0;
    cycle = view.cycle();
    missed += first ? 0 : gap - 1;
    int at = (int) (cycle % STAMPS);
    stamps[at] = view.stamp();
    stampCycles[at] = cycle;
    speed = fastest();
    judge(first ? 0 : gap);
    int now = view.mode();
    boolean took = seenMode == FOLLOWING && (now == BRAKING || now == LATCHED);
    if (took) {
      // The controller decided in the cycle before this state.
      tripCycle = cycle - 1;
      tripAge = tripCycle - answered;
      tripUnseen = gap - 1;
      tripSpeed = speed;
      tripMillis = (view.stamp() - answeredAt) * 1e-6;
      restCycle = 0;
    }
    if ((now == BRAKING || now == LATCHED) && restCycle == 0 && speed < REST_SPEED) {
      restCycle = cycle;
      restMillis = (view.stamp() - answeredAt) * 1e-6;
    }
    followed += now == FOLLOWING ? gap : 0;
    seenMode = now;
    seenReason = view.reason();
    trips = view.trips();
  }

  private double fastest() {
    double most = 0;
    for (int i = 0; i < robot.dof(); i++) {
      most = Math.max(most, Math.abs(view.velocity(i)));
    }
    return most;
  }

  /** Judges what the robot got, with its change over a number of cycles; 0 for no change known. */
  private void judge(long cycles) {
    double dt = cycles / robot.control().rateHz();
    for (int i = 0; i < robot.dof(); i++) {
      JointLimits l = robot.joints().get(i).limits();
      double u = view.inForce(i);
      double change = cycles == 0 ? 0 : u - last[i];
      boolean good =
          switch (mode) {
            case "effort" -> within(u, l.effort()) && within(change, l.effortRate() * dt);
            case "velocity" -> within(u, l.velocity()) && within(change, l.acceleration() * dt);
            default ->
                u >= l.lower() - ROUNDING
                    && u <= l.upper() + ROUNDING
                    && within(change, l.velocity() * dt);
          };
      violations += good ? 0 : 1;
      last[i] = u;
    }
  }

  private static boolean within(double v, double most) {
    return Math.abs(v) <= most * (1 + ROUNDING) + 1e-12;
  }

  /** The counters, with the keys of sim_arm. */
  synchronized ObjectNode status() {
    return Json.MAPPER
        .createObjectNode()
        .put("cycle", cycle)
        .put("missed", missed)
        .put("mode", seenMode)
        .put("reason", seenReason)
        .put("trips", trips)
        .put("violations", violations)
        .put("speed", speed)
        .put("trip_cycle", tripCycle)
        .put("trip_age", tripAge)
        .put("trip_unseen", tripUnseen)
        .put("trip_speed", tripSpeed)
        .put("rest_cycle", restCycle)
        .put("trip_ms", tripMillis)
        .put("rest_ms", restMillis);
  }

  /** Quantiles from state to command since the last call, µs. */
  synchronized ObjectNode latency() {
    double[] sorted = Arrays.copyOf(latencies, timed);
    Arrays.sort(sorted);
    ObjectNode out =
        Json.MAPPER
            .createObjectNode()
            .put("answers", timed)
            .put("unanswered", Math.max(0, followed - timed))
            .put("median", at(sorted, 0.5))
            .put("p99", at(sorted, 0.99))
            .put("p999", at(sorted, 0.999))
            .put("max", at(sorted, 1));
    timed = 0;
    followed = 0;
    return out;
  }

  private static double at(double[] sorted, double p) {
    return sorted.length == 0
        ? -1
        : sorted[(int) Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))];
  }

  @Override
  public void close() {
    running = false;
    Waiting.forEnd(thread, ended);
  }
}

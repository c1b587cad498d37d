package org.reins.launch.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.FilterReason;
import org.reins.node.process.NodeClock;
import org.reins.node.watchdog.OperatorLink.View;
import org.reins.node.watchdog.WatchdogState;
import org.reins.robot.ReinsException;

/** One fault of the filter's process, and the way back. */
final class WatchdogTrial {
  private static final double MOVING = 0.05;
  private static final double AT_REST = 0.05;
  private static final double CLEAN_SECONDS = 0.4;
  private static final double TO_TRIP = 10;
  private static final double TO_REST = 4;
  private static final double BACK = 300;
  private static final int ATTEMPTS = 3;

  private final WatchedGraph graph;
  private int brokenStarts;

  /**
   * What was measured.
   *
   * @param tripped whether the watchdog took the robot over
   * @param commandMs time from when the heartbeat was due until the robot obeyed the watchdog, ms
   * @param restMs time until the robot rested, ms; NaN if it did not
   * @param latched whether the filter did not get the robot back by itself
   * @param reported whether the filter, where it still runs, says WATCHDOG as the reason of its
   *     stop
   */
  record Result(
      boolean tripped, double commandMs, double restMs, boolean latched, boolean reported) {
    /** Whether all that is promised came true. */
    boolean isSafe() {
      return tripped && commandMs <= 20 && Double.isFinite(restMs) && latched && reported;
    }

    void put(ObjectNode out) {
      out.put("tripped", tripped)
          .put("command_ms", commandMs)
          .put("rest_ms", restMs)
          .put("latched", latched)
          .put("reported", reported);
    }
  }

  WatchdogTrial(WatchedGraph graph) {
    this.graph = graph;
  }

  /** Waits until the robot moves, injects the fault, measures, and brings all back. */
  Result run(ProcessFault fault) throws IOException, InterruptedException {
    awaitMoving();
    long before = view().trip();
    fault.inject(graph.filter());
    Operator.await(() -> view().trip() != before && view().obeyed() != 0, TO_TRIP);
    View tripped = view();
    if (tripped.trip() == before) {
      return new Result(false, Double.NaN, Double.NaN, false, false);
    }
    Operator.await(() -> view().fastest() < AT_REST, TO_REST);
    boolean rests = view().fastest() < AT_REST;
    double restMs = rests ? (NodeClock.nanos() - tripped.due()) / 1e6 : Double.NaN;
    fault.release(graph.filter());
    boolean reported =
        fault.ends()
            || Operator.await(() -> graph.operator().isStoppedBy(FilterReason.WATCHDOG), 5);
    LockSupport.parkNanos(300_000_000);
    boolean latched = view().state() == WatchdogState.TRIPPED && view().trip() == tripped.trip();
    double commandMs =
        tripped.obeyed() == 0 ? Double.NaN : (tripped.obeyed() - tripped.due()) / 1e6;
    bringBack(fault);
    return new Result(true, commandMs, restMs, latched, reported);
  }

  /** How often a filter ended by itself before it drove, and was started again. */
  int brokenStarts() {
    return brokenStarts;
  }

  private View view() {
    return graph.watchdog().view();
  }

  private void awaitMoving() throws InterruptedException {
    graph.awaitActive();
    for (int attempt = 0; attempt < 200; attempt++) {
      TimeUnit.MILLISECONDS.sleep(Math.round(1000 * CLEAN_SECONDS));
      boolean watched = view().state() == WatchdogState.WATCHING && graph.operator().drives();
      if (watched && Operator.await(() -> view().fastest() > MOVING, 5)) {
        return;
      }
      recover();
    }
    throw new ReinsException(
        "the robot does not move (" + view().words() + "): " + graph.filter().log());
  }

  /** Resets what this machine has stopped by delaying processes, as an operator would. */
  private void recover() throws InterruptedException {
    if (view().state() == WatchdogState.TRIPPED) {
      graph.watchdog().reset();
    }
    if (!graph.operator().drives()) {
      graph.operator().reset();
    }
  }

  private void bringBack(ProcessFault fault) throws IOException, InterruptedException {
    if (fault.ends()) {
      if (!Operator.await(() -> !graph.filter().isAlive(), 30)) {
        throw new ReinsException("the filter survived: " + fault.words());
      }
      graph.filter().close();
      graph.startFilter();
    }
    String refused = "";
    long until = NodeClock.nanos() + Math.round(1e9 * BACK);
    int attempts = ATTEMPTS;
    do {
      if (!graph.filter().isAlive() && attempts > 0) {
        // As a supervisor of processes would: a middleware that hangs at the start ends the filter.
        attempts--;
        brokenStarts++;
        graph.filter().close();
        graph.startFilter();
        until = NodeClock.nanos() + Math.round(1e9 * BACK);
      }
      refused = graph.watchdog().reset();
      LockSupport.parkNanos(100_000_000);
    } while (!refused.isEmpty() && NodeClock.nanos() - until < 0);
    if (!refused.isEmpty()) {
      throw new ReinsException(
          "the watchdog was not reset after " + fault.words() + ": " + refused);
    }
    if (!fault.ends()) {
      refused = graph.operator().reset();
      if (!refused.isEmpty()) {
        throw new ReinsException(
            "the filter was not reset after " + fault.words() + ": " + refused);
      }
    }
    graph.awaitActive();
  }
}

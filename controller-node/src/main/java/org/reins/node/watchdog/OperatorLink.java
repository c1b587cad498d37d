package org.reins.node.watchdog;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.reins.node.process.NodeClock;
import org.reins.robot.model.RobotModel;

/** The operator's side: what the watchdog says, and requests for a reset. */
public final class OperatorLink implements AutoCloseable {
  private static final long GONE = 50_000_000;
  private static final long ANSWERS_IN = 1_000_000_000L;
  private static final long LOOK_AGAIN = 1_000_000;

  private final LongSupplier clock;
  private final WatchdogPage page;
  private final VerdictRecord verdict;
  private final RobotRecord robot;
  private final double period;

  /**
   * What is seen of a watchdog.
   *
   * @param alive whether it runs
   * @param state its state
   * @param reason of its last trip
   * @param trip number of its last trip; 0 for none
   * @param lastBeat stamp of the last good heartbeat before that trip, ns
   * @param due when the next one was due, ns
   * @param tripStamp when it tripped, ns
   * @param obeyed when the robot first obeyed its command for that trip, ns; 0 if it has not yet
   * @param longestGap longest time between two cycles of the watchdog, ns
   * @param fastest largest measured speed of a joint now, rad/s
   */
  public record View(
      boolean alive,
      WatchdogState state,
      TripReason reason,
      long trip,
      long lastBeat,
      long due,
      long tripStamp,
      long obeyed,
      long longestGap,
      double fastest) {
    /** The state in words. */
    public String words() {
      String now = alive ? state.name().toLowerCase(Locale.ROOT) : "not running";
      return trip == 0
          ? now
          : String.format(
              Locale.ROOT,
              "%s, trip %d because %s: %.1f ms after the last heartbeat, robot obeyed after %.1f ms",
              now,
              trip,
              reason.words(),
              (tripStamp - lastBeat) / 1e6,
              obeyed == 0 ? Double.NaN : (obeyed - lastBeat) / 1e6);
    }
  }

  /**
   * Opens a watchdog's file.
   *
   * @param mode kind of the robot's controller, as for the watchdog
   */
  public OperatorLink(Path file, RobotModel model, String mode) {
    this(file, model, mode, NodeClock::nanos);
  }

  /** The same with another clock, ns. */
  OperatorLink(Path file, RobotModel model, String mode, LongSupplier clock) {
    this.clock = clock;
    page = WatchdogPage.open(file, model, StopKind.of(model, mode));
    verdict = new VerdictRecord(model.dof());
    robot = new RobotRecord(model.dof());
    period = 1e9 / model.control().rateHz();
  }

  /** Reads the present state. */
  public View view() {
    verdict.read(page.verdict);
    robot.read(page.robot);
    double fastest = 0;
    for (double v : robot.qd) {
      fastest = Math.max(fastest, Math.abs(v));
    }
    return new View(
        clock.getAsLong() - verdict.stamp <= GONE,
        verdict.state,
        verdict.reason,
        verdict.trip,
        verdict.lastBeat,
        verdict.lastBeat + Math.round(period),
        verdict.tripStamp,
        robot.obeyedTrip == verdict.trip ? robot.obeyedSince : 0,
        verdict.longestGap,
        fastest);
  }

  /**
   * Requests a reset and waits for the answer.
   *
   * @return empty if it was reset, else one sentence on why not
   */
  public String reset() {
    if (!view().alive()) {
      return "not reset: the watchdog of " + page.file() + " does not run";
    }
    long[] request = {clock.getAsLong()};
    page.request.write(request);
    long until = clock.getAsLong() + ANSWERS_IN;
    boolean late;
    do {
      // The time first: an answer counts even if this thread was not given the processor for long.
      late = clock.getAsLong() - until >= 0;
      if (verdict.read(page.verdict) > 0 && verdict.request == request[0]) {
        return verdict.answer == ResetAnswer.ACCEPTED ? "" : verdict.answer.words();
      }
      LockSupport.parkNanos(LOOK_AGAIN);
    } while (!late);
    return "not reset: " + ResetAnswer.NONE.words() + " within 1 s";
  }

  @Override
  public void close() {
    page.close();
  }
}

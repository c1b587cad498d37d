package org.reins.node.watchdog;

import java.util.Arrays;
import org.reins.robot.model.RobotModel;

/**
 * The watchdog's decisions, one cycle at a time. While a filter drives the robot, each of its
 * cycles must leave a heartbeat. If one is missing or makes no sense, the watchdog takes the robot
 * over, brings it to rest and holds it until a person has reset the watchdog and the filter drives
 * again. Pure but for the shared memory: the time is an argument. Allocates nothing after
 * construction; not thread-safe.
 */
final class Watchdog {
  // Joints slower than this are at rest, rad/s.
  private static final double AT_REST = 0.05;
  // The robot's driver must have reported within this time, ns.
  private static final long ROBOT_SEEN = 100_000_000;
  // A pause of the watchdog itself this long may be a pause of the whole machine, ns. The filter
  // then has some time to send the heartbeat that it could not send meanwhile.
  private static final long OWN_PAUSE = 4_000_000;
  private static final long GRACE = 3_000_000;

  private final WatchdogPage page;
  private final HeartbeatCheck check;
  private final SafeStop stop;
  private final RobotRecord robot;
  private final VerdictRecord verdict;
  private final long[] beat = new long[3];
  private final long[] asked = new long[1];
  private long lastCycle;
  private long graceUntil;
  private long robotNumber;
  private boolean robotKnown;
  private boolean begun;

  /**
   * Creates a watchdog that waits for a filter.
   *
   * @param page created for this robot and kind
   * @param timeout longest time between two heartbeats, ns
   */
  Watchdog(WatchdogPage page, RobotModel model, StopKind kind, long timeout) {
    this.page = page;
    check = new HeartbeatCheck(timeout);
    stop = SafeStop.of(kind, model);
    robot = new RobotRecord(model.dof());
    verdict = new VerdictRecord(model.dof());
    // Requests made before this watchdog existed are not meant for it.
    page.request.read(asked);
    verdict.request = asked[0];
  }

  /** Looks at the heartbeat and at the robot, and writes the verdict. */
  void cycle(long now) {
    if (lastCycle != 0) {
      long gap = now - lastCycle;
      verdict.longestGap = Math.max(verdict.longestGap, gap);
      if (gap > OWN_PAUSE) {
        graceUntil = now + GRACE;
      }
    }
    lastCycle = now;
    check.take(page.heartbeat.read(beat), beat, now);
    long number = robot.read(page.robot);
    boolean moved = number > 0 && number != robotNumber;
    robotKnown |= number > 0;
    robotNumber = number > 0 ? number : robotNumber;
    decide(now);
    answer(now);
    if (verdict.state.holds() && moved) {
      stopRobot();
    }
    verdict.stamp = now;
    verdict.write(page.verdict);
  }

  private void decide(long now) {
    switch (verdict.state) {
      case WAITING -> {
        if (check.isWatched(now)) {
          verdict.state = WatchdogState.WATCHING;
          verdict.reason = TripReason.NONE;
        }
      }
      case WATCHING -> {
        TripReason wrong = check.judge(now);
        boolean pardoned = wrong == TripReason.LATE && now < graceUntil;
        if (check.isIdle()) {
          verdict.state = WatchdogState.WAITING;
        } else if (wrong != TripReason.NONE && !pardoned) {
          trip(wrong, now);
        }
      }
      case READY -> {
        if (check.isDriving(now)) {
          verdict.state = WatchdogState.WATCHING;
          verdict.reason = TripReason.NONE;
        }
      }
      case TRIPPED -> {
        // Until a person resets it.
      }
    }
  }

  private void trip(TripReason reason, long now) {
    verdict.state = WatchdogState.TRIPPED;
    verdict.reason = reason;
    verdict.trip++;
    verdict.tripStamp = now;
    verdict.lastBeat = check.stamp();
    begun = false;
    if (robotKnown) {
      stopRobot();
    } else {
      // What is not finite is no command: the driver keeps its last one until it has reported.
      Arrays.fill(verdict.command, Double.NaN);
    }
  }

  private void stopRobot() {
    if (!begun) {
      stop.begin(robot);
      begun = true;
    }
    stop.step(robot, verdict.command);
  }

  private void answer(long now) {
    if (page.request.read(asked) <= 0 || asked[0] == verdict.request) {
      return;
    }
    verdict.request = asked[0];
    verdict.answer = judgeRequest(now);
    if (verdict.answer == ResetAnswer.ACCEPTED) {
      verdict.state = WatchdogState.READY;
    }
  }

  private ResetAnswer judgeRequest(long now) {
    if (verdict.state != WatchdogState.TRIPPED) {
      return ResetAnswer.NOT_TRIPPED;
    }
    if (!robotKnown || now - robot.stamp > ROBOT_SEEN) {
      return ResetAnswer.NO_ROBOT;
    }
    for (double v : robot.qd) {
      if (!(Math.abs(v) < AT_REST)) {
        return ResetAnswer.MOVING;
      }
    }
    return check.isReleased() || check.isStopped(now)
        ? ResetAnswer.ACCEPTED
        : ResetAnswer.NO_FILTER;
  }
}

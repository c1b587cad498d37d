package org.reins.node.filter;

import java.util.function.Supplier;
import org.reins.filter.FilterReason;
import org.reins.node.NodeLog;
import org.reins.node.messages.StandardServices.Outcome;

/** What people request of the running loop: {@code ~/pause}, emergency stop and reset. */
final class LoopRequests {
  static final String INACTIVE = "the filter is not active";
  private static final long RESET_MS = 1_000;

  private final CurrentLoop loop;
  private final RobotControl control;
  private final Supplier<String> unmet;
  private final Runnable resetting;
  private final NodeLog log;
  private final StopRequests emergencies = new StopRequests();
  private final LaterLog later = new LaterLog();

  /**
   * Prepares.
   *
   * @param unmet why a reset is refused, as one sentence; empty if it is not
   * @param resetting called before a reset is tried
   */
  LoopRequests(
      CurrentLoop loop,
      RobotControl control,
      Supplier<String> unmet,
      Runnable resetting,
      NodeLog log) {
    this.loop = loop;
    this.control = control;
    this.unmet = unmet;
    this.resetting = resetting;
    this.log = log;
  }

  /** Why the filter must not be activated, as one sentence; empty if no stop was requested. */
  String objection() {
    return emergencies.objection();
  }

  /** Logs what was done since the last call: the requests themselves do not wait for the log. */
  void writeLog() {
    later.write();
  }

  /** Brings the robot to rest, and lets it go on. */
  Outcome pause(boolean on) {
    LoopThread now = loop.active();
    if (now == null) {
      return new Outcome(false, INACTIVE);
    }
    now.pause(on);
    later.add(() -> log.info(on ? "paused" : "resumed"));
    return new Outcome(true, on ? "paused" : "resumed");
  }

  /** Stops the robot, or keeps it from being driven, until the reset. */
  Outcome emergencyStop() {
    emergencies.make();
    ControlLoop now = loop.get();
    if (now != null) {
      // Also one that does not send yet: it may be about to.
      now.thread().stop(FilterReason.EMERGENCY_STOP);
    }
    later.add(() -> log.warn("emergency stop"));
    return new Outcome(
        true,
        loop.active() != null
            ? "stopped until ~/reset_fault"
            : "the filter is not active: nothing is sent, and it is not activated before"
                + " ~/reset_fault");
  }

  /** Ends a stop, if what an activation needs is there. */
  Outcome resetFault() {
    int requests = emergencies.made();
    LoopThread now = loop.active();
    if (now == null) {
      return resetInactive(requests);
    }
    String why = unmet.get();
    if (!why.isEmpty()) {
      return new Outcome(false, "not reset: " + why);
    }
    resetting.run();
    now.resetFault();
    boolean done = Await.until(() -> !now.isLatched(), RESET_MS);
    if (!done) {
      // A refused request stays refused: it must not take effect later.
      now.resetDone();
    } else {
      emergencies.reset(requests);
    }
    return new Outcome(
        done, done ? "reset" : "not reset: within 1 s there was not " + control.resetNeeds());
  }

  private Outcome resetInactive(int requests) {
    if (emergencies.objection().isEmpty()) {
      return new Outcome(false, INACTIVE);
    }
    ControlLoop now = loop.get();
    if (now != null) {
      now.thread().takeStop();
    }
    emergencies.reset(requests);
    later.add(() -> log.info("the emergency stop was reset: the filter may be activated"));
    return new Outcome(true, "reset: the filter is not active, and may be activated");
  }
}

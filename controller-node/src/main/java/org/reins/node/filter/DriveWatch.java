package org.reins.node.filter;

import org.reins.filter.FilterReason;
import org.reins.node.NodeLog;
import org.reins.node.process.NodeClock;

/**
 * Watches, while the robot is driven, what must not change: no other node drives it or sends its
 * states, and it is driven with what was permitted. Stops it otherwise, and logs what is irregular.
 * On the reporter's thread, except where a method says otherwise.
 */
final class DriveWatch {
  private static final long SECOND = 1_000_000_000L;

  private final CurrentLoop loop;
  private final RobotControl control;
  private final Permit permit;
  private final NodeLog log;
  private final StopTeller stops;
  private final HeldTeller held;
  private String toldActions = "";
  private long warned;
  private volatile String intruder = "";
  private volatile String toldPermit = "";

  /** Prepares. */
  DriveWatch(CurrentLoop loop, RobotControl control, Permit permit, NodeLog log) {
    this.loop = loop;
    this.control = control;
    this.permit = permit;
    this.log = log;
    stops = new StopTeller(log);
    held = new HeldTeller(log);
  }

  /** Looks, and stops the robot if something is wrong. */
  void look() {
    watchOthers();
    watchPermit();
    warn();
    ControlLoop running = loop.get();
    if (running != null) {
      stops.tell(
          running.thread(),
          running.effort(),
          control.robot(),
          control.states(),
          control.resetNeeds());
    }
  }

  /** Why the robot was stopped, as one sentence; empty if nothing is wrong. On any thread. */
  String problem() {
    return intruder.isEmpty() ? toldPermit : intruder;
  }

  /** Another node that was told is told again if it is still there. On any thread. */
  void forget() {
    intruder = "";
  }

  /**
   * Two nodes that command one robot, or two that publish its state, are unsafe: when a second one
   * appears, this node stops.
   */
  private void watchOthers() {
    LoopThread now = loop.active();
    String commander = now == null ? "" : control.topic().intruder();
    String there = now == null || !commander.isEmpty() ? commander : rival();
    if (there.equals(intruder)) {
      return;
    }
    intruder = there;
    if (!there.isEmpty()) {
      now.stop(
          commander.isEmpty() ? FilterReason.OTHER_STATE_SOURCE : FilterReason.OTHER_COMMANDER);
      log.error("stops: " + there);
    }
  }

  /** What the robot may be driven with must stay as it was when it was allowed. */
  private void watchPermit() {
    LoopThread now = loop.active();
    String forbidden = now == null ? "" : permit.difference();
    if (forbidden.equals(toldPermit)) {
      return;
    }
    toldPermit = forbidden;
    if (!forbidden.isEmpty()) {
      now.stop(FilterReason.NOT_AS_SIGNED);
      log.error("stops: " + forbidden);
    }
  }

  /** Which other node sends states of the robot, as one sentence; empty if none does. */
  String rival() {
    JointStates states = control.states();
    return states == null ? "" : states.rival();
  }

  /** Called once a second: reports irregularities that do not stop operation. */
  private void warn() {
    long now = NodeClock.nanos();
    if (now - warned > SECOND && loop.active() != null) {
      warned = now;
      JointStates states = control.states();
      String warning = states == null ? "" : states.rateWarning();
      if (!warning.isEmpty()) {
        log.warn(warning);
      }
      held.tell(control.held());
      String actions = control.actionWarning();
      if (!actions.equals(toldActions)) {
        toldActions = actions;
        if (!actions.isEmpty()) {
          log.warn(actions);
        }
      }
    }
  }
}

package org.reins.node.filter;

import java.util.concurrent.locks.LockSupport;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.SampleListener;
import org.reins.node.ros.UnheardPublishers;
import org.reins.robot.model.RobotModel;

/**
 * What comes in, each in a mailbox that a thread of the middleware fills; and why it is not enough
 * to begin with. A message with all of the robot's joints is handed on even where some numbers are
 * missing or not finite: the filter brakes with what is still measured. But nothing begins on such.
 */
final class FilterInbox {
  private static final String STATES = "joint_states";
  private static final String ACTIONS = "policy/action";
  private static final String ENVELOPES = "envelope_planner/envelope";
  private static final double PERIODS_SILENT = 50;
  private static final int GAPS_SILENT = 5;
  private static final long RECENTLY = 1_000_000_000L;

  /** A state, and how it came. */
  static final class Arrival {
    final JointState state;

    /** When it came, ns. */
    long nanos;

    /** How many states came before it, with all joints of the robot. */
    long number;

    /** Stands for its publisher; 0 where the middleware does not tell. */
    long sender;

    Arrival(int n) {
      state = new JointState(n);
    }
  }

  final Mailbox<Arrival> states;
  final Mailbox<PolicyAction> actions;
  private final int n;
  private final LiveTuning tuning;
  private final StateRate rate;
  private final Senders senders = new Senders();
  private final Intake stateIntake;
  private final Intake actionIntake;
  private final UnheardPublishers unheardEnvelopes;
  private long stateNumber;
  private volatile Thread control;
  private volatile long newestStamp;
  private volatile boolean stamped;
  private volatile boolean effortSeen;

  FilterInbox(RosNode node, RobotModel robot, LiveTuning tuning) {
    this.tuning = tuning;
    n = robot.dof();
    states = new Mailbox<>(() -> new Arrival(n));
    actions = new Mailbox<>(() -> new PolicyAction(n));
    rate = new StateRate(robot.name(), robot.control().rateHz());
    stateIntake = new Intake(robot, STATES);
    actionIntake = new Intake(robot, ACTIONS);
    stateIntake.listen(node, JointState.type(robot.jointNames()), Qos.STATE, new States());
    actionIntake.listen(node, PolicyAction.type(robot.jointNames()), Qos.RELIABLE, new Actions());
    unheardEnvelopes =
        new UnheardPublishers(
            node, EnvelopeUpdate.TYPE, ENVELOPES, Qos.LATCHED, tuning.subscribe(node));
  }

  /** Names the thread that a state wakes up. */
  void wake(Thread thread) {
    control = thread;
  }

  /** As {@link #missing(double, boolean, boolean)}, with states that need not have efforts. */
  String missing(double statePeriod, boolean planner) {
    return missing(statePeriod, planner, false);
  }

  /**
   * Why the loop cannot begin, as one sentence; empty when it can. It looks for publishers that are
   * not heard, for which it creates subscriptions as long as something is missing.
   *
   * @param statePeriod of the robot, s
   * @param planner whether an envelope is needed
   * @param effort whether states must have efforts
   */
  synchronized String missing(double statePeriod, boolean planner, boolean effort) {
    long now = NodeClock.nanos();
    FilterTuning t = tuning.current();
    String missing = states(now, statePeriod, effort);
    if (missing.isEmpty()) {
      missing = actions(now, t.actionTimeout());
    }
    if (missing.isEmpty() && planner && !tuning.isPlannerAlive(t, now)) {
      String unheard = unheardEnvelopes.reason();
      missing =
          "no fresh envelope comes on " + ENVELOPES + (unheard.isEmpty() ? "" : ": ") + unheard;
    }
    if (missing.isEmpty()) {
      stateIntake.rest();
      actionIntake.rest();
      unheardEnvelopes.close();
    }
    return missing;
  }

  private String states(long now, double period, boolean effort) {
    double silent =
        Math.max(1e9 * PERIODS_SILENT * period, (double) GAPS_SILENT * rate.gapNanos(now));
    if (!stateIntake.isFresh(now, silent)) {
      return "no fresh state comes on " + STATES + ": " + stateIntake.silence(now, 0);
    }
    if (effort && !effortSeen) {
      return "the states on "
          + STATES
          + " carry no efforts (effort is empty or NaN), and the parameter state.effort says that they do:"
          + " set it to absent, or let the driver publish them";
    }
    String wrong = rate.objection(now);
    int rivals = senders.count(now, RECENTLY);
    return wrong.isEmpty() && rivals > 1
        ? rivals
            + " publishers send states of all joints on "
            + STATES
            + " (among "
            + String.join(", ", stateIntake.publishers())
            + "): there must be one, so end or remap the others"
        : wrong;
  }

  private String actions(long now, double timeout) {
    return actionIntake.isFresh(now, 3e9 * timeout)
        ? ""
        : "no fresh action comes on " + ACTIONS + ": " + actionIntake.silence(now, timeout);
  }

  /**
   * What is wrong with the rate at which states come, as one sentence; empty when nothing is or too
   * few have come to tell. For once a second while the loop runs; allocates.
   */
  String rateWarning() {
    return rate.warning(NodeClock.nanos());
  }

  /**
   * What is wrong with the age of the states when they come, as one sentence; empty when nothing
   * is.
   *
   * @param most largest age that is worked with, s
   */
  String ageObjection(double most) {
    return rate.objectionToAge(NodeClock.nanos(), NodeClock.wallNanos(), Math.round(1e9 * most));
  }

  /** How many times as fast as the robot is filtered states come, at least 1. */
  long times() {
    return rate.times(NodeClock.nanos());
  }

  /**
   * How many publishers sent states of all the robot's joints within the last second. Where the
   * middleware does not tell who sent a message, how many publishers there are, whatever they send.
   */
  int statePublishers() {
    return senders.areTold() ? senders.count(NodeClock.nanos(), RECENTLY) : stateIntake.matched();
  }

  /** How many messages on joint_states were refused for a reason. */
  long refusedStates(IntakeFault fault) {
    return stateIntake.faults.count(fault);
  }

  /** How many messages on policy/action were refused for a reason. */
  long refusedActions(IntakeFault fault) {
    return actionIntake.faults.count(fault);
  }

  /** States as they come; nothing here allocates. */
  private final class States implements SampleListener<JointState> {
    @Override
    public void receive(JointState m, long sender) {
      Arrival draft = states.draft();
      draft.nanos = NodeClock.nanos();
      draft.number = stateNumber++;
      draft.sender = sender;
      draft.state.take(m);
      m.report.clear();
      long nanos = draft.nanos;
      rate.add(nanos, m.header.stampNanos);
      senders.heard(sender, nanos);
      states.post();
      LockSupport.unpark(control);
      newestStamp = m.header.stampNanos;
      stamped = true;
      if (isUsable(m, nanos)) {
        effortSeen = m.hasEffort;
        stateIntake.usable(nanos);
      }
    }

    private boolean isUsable(JointState m, long nanos) {
      int joint = notFinite(m.position);
      if (joint >= 0) {
        stateIntake.faults.notFinite(joint, "position", nanos);
        return false;
      }
      joint = notFinite(m.velocity);
      if (joint >= 0) {
        if (isAbsent(m.velocity)) {
          stateIntake.faults.noVelocity(nanos);
        } else {
          stateIntake.faults.notFinite(joint, "velocity", nanos);
        }
      }
      return joint < 0;
    }

    @Override
    public void refused(JointState m, long sender) {
      stateIntake.faults.refused(m.report, NodeClock.nanos());
      m.report.clear();
    }
  }

  /** Actions as they come; nothing here allocates. */
  private final class Actions implements SampleListener<PolicyAction> {
    @Override
    public void receive(PolicyAction m, long sender) {
      PolicyAction draft = actions.draft();
      draft.header.stampNanos = m.header.stampNanos;
      System.arraycopy(m.target, 0, draft.target, 0, n);
      System.arraycopy(m.stiffness, 0, draft.stiffness, 0, n);
      m.report.clear();
      actions.post();
      long nanos = NodeClock.nanos();
      if (isUsable(m, nanos)) {
        actionIntake.usable(nanos);
      }
    }

    private boolean isUsable(PolicyAction m, long nanos) {
      int joint = notFinite(m.target);
      String array = "target";
      if (joint < 0) {
        joint = notFinite(m.stiffness);
        array = "stiffness";
      }
      if (joint >= 0) {
        actionIntake.faults.notFinite(joint, array, nanos);
        return false;
      }
      double age = (newestStamp - m.header.stampNanos) * 1e-9;
      boolean fits = !stamped || Math.abs(age) <= tuning.current().actionTimeout();
      if (!fits) {
        actionIntake.faults.stamp(m.header.stampNanos, age, nanos);
      }
      return fits;
    }

    @Override
    public void refused(PolicyAction m, long sender) {
      actionIntake.faults.refused(m.report, NodeClock.nanos());
      m.report.clear();
    }
  }

  /** The first number that is not finite; −1 when all are. */
  private static int notFinite(double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAbsent(double[] values) {
    for (double v : values) {
      if (!Double.isNaN(v)) {
        return false;
      }
    }
    return true;
  }
}

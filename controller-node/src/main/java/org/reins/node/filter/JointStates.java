package org.reins.node.filter;

import java.util.concurrent.locks.LockSupport;
import org.reins.filter.StateCheck;
import org.reins.node.messages.JointState;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.PolledSubscription;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.SampleListener;
import org.reins.robot.model.RobotModel;

/**
 * The states of a robot's joints, passed from a middleware thread to the control thread; and the
 * reasons why they are not sufficient to start. A message with all of the robot's joints is passed
 * on even if some numbers are missing or not finite: the filter brakes with the remaining
 * measurements. But the loop does not start on an incomplete message. Receiving allocates nothing.
 */
public final class JointStates implements SampleListener<JointState> {
  private static final double PERIODS_SILENT = 50;
  private static final int GAPS_SILENT = 5;
  private static final long RECENTLY = 1_000_000_000L;

  /** A state, and how it arrived. */
  public static final class Arrival {
    /** The state; overwritten by a later one. */
    public final JointState state;

    /** When it arrived, ns. */
    public long nanos;

    /** Number of earlier states with all joints of the robot. */
    public long number;

    /** Identifies the publisher; 0 if the middleware does not provide it. */
    public long sender;

    Arrival(int n) {
      state = new JointState(n);
    }

    /** When it was measured, by the robot's clock, ns. */
    public long stamp() {
      return state.header.stampNanos;
    }
  }

  private final String topic;
  private final double period;
  private final Mailbox<Arrival> states;
  private final StateRate rate;
  private final Senders senders = new Senders();
  private final Intake intake;
  private final StateCheck plausible;
  private long number;
  private volatile PolledSubscription polled;
  private volatile Thread control;
  private volatile long newestStamp;
  private volatile boolean stamped;
  private volatile boolean effortSeen;

  /**
   * Creates the intake; call {@link #listen} before any query.
   *
   * @param topic name of the states' topic, for messages to the user
   * @param ownPace whether states may come at a different pace, as those of a simulation do
   */
  public JointStates(RobotModel robot, String topic, boolean ownPace) {
    this.topic = topic;
    period = 1 / robot.control().rateHz();
    states = new Mailbox<>(() -> new Arrival(robot.dof()));
    rate = new StateRate(topic, robot.name(), robot.control().rateHz(), !ownPace);
    intake = new Intake(robot, topic);
    plausible = new StateCheck(robot);
  }

  /**
   * Subscribes to what carries the states.
   *
   * @param listener passes them to {@link #receive}
   */
  public <M> void listen(RosNode node, MessageType<M> type, SampleListener<M> listener) {
    intake.listen(node, type, Qos.STATE, listener);
    polled = intake.polled();
  }

  /** The topic of the states. */
  String topic() {
    return topic;
  }

  /** Sets the thread that a new state wakes up. */
  void wake(Thread thread) {
    control = thread;
  }

  /** Takes the latest state if there is a new one; control thread only. */
  public boolean take() {
    PolledSubscription asked = polled;
    if (asked != null) {
      asked.poll();
    }
    return states.take();
  }

  /** Waits until a state is likely there, or for a time at most, ns; control thread only. */
  void pause(long nanos) {
    PolledSubscription asked = polled;
    if (asked == null) {
      LockSupport.parkNanos(nanos);
    } else {
      asked.pause(nanos);
    }
  }

  /** The state taken last; control thread only. */
  public Arrival latest() {
    return states.latest();
  }

  /** Whether a state has arrived, so that {@link #newestStamp} is valid. */
  public boolean isStamped() {
    return stamped;
  }

  /** The stamp of the state that arrived last, ns. */
  public long newestStamp() {
    return newestStamp;
  }

  /** Ratio of the rate of the states to the filter rate, at least 1. */
  long times() {
    return rate.times(NodeClock.nanos());
  }

  /**
   * Why the loop cannot start, as one sentence; empty if it can. Looks for publishers that cannot
   * be heard until {@link #rest}.
   *
   * @param effort whether states must have efforts
   */
  public String missing(long now, boolean effort) {
    double silent =
        Math.max(1e9 * PERIODS_SILENT * period, (double) GAPS_SILENT * rate.gapNanos(now));
    if (!intake.isFresh(now, silent)) {
      return "no fresh state arrives on " + topic + ": " + intake.silence(now, 0);
    }
    if (effort && !effortSeen) {
      return "the states on "
          + topic
          + " carry no efforts (effort is empty or NaN), and the parameter state.effort says that"
          + " they do: set it to absent, or let the driver publish them";
    }
    String wrong = rate.objection(now);
    int rivals = senders.count(now, RECENTLY);
    return wrong.isEmpty() && rivals > 1
        ? rivals
            + " publishers send states of all joints on "
            + topic
            + " (among "
            + String.join(", ", intake.publishers())
            + "): there must be one, so end or remap the others"
        : wrong;
  }

  /** The longest time without a state since the last call, s. */
  double takeLongestWait() {
    return 1e-9 * rate.takeLongestWait(NodeClock.nanos());
  }

  /** Stops looking for publishers that cannot be heard. */
  public void rest() {
    intake.rest();
  }

  /**
   * What is wrong with the age of the states on arrival, as one sentence; empty if nothing is
   * wrong.
   *
   * @param most largest age at which a state is used, s
   */
  public String ageObjection(double most) {
    return rate.objectionToAge(NodeClock.nanos(), NodeClock.wallNanos(), Math.round(1e9 * most));
  }

  /**
   * What is wrong with the rate of the states, as one sentence; empty if nothing is wrong or too
   * few states have arrived to tell. Meant to be called once a second while the loop runs;
   * allocates.
   */
  public String rateWarning() {
    return rate.warning(NodeClock.nanos());
  }

  /** Which other nodes send states of this robot, as one sentence; empty if none does. */
  public String rival() {
    int publishers = publishers();
    return publishers > 1
        ? publishers + " publishers send states of all joints on " + topic + ": there must be one"
        : "";
  }

  /**
   * Number of publishers that sent states of all the robot's joints within the last second. If the
   * middleware does not identify the sender of a message, the number of all publishers on the
   * topic.
   */
  public int publishers() {
    return senders.areTold() ? senders.count(NodeClock.nanos(), RECENTLY) : intake.matched();
  }

  /** Why states have been refused lately, in words that follow the topic; empty if none was. */
  String refusedLately() {
    return intake.refusedLately(NodeClock.nanos(), RECENTLY, 0);
  }

  /** Number of messages refused for a reason. */
  public long refused(IntakeFault fault) {
    return intake.faults.count(fault);
  }

  @Override
  public void receive(JointState m, long sender) {
    Arrival draft = states.draft();
    draft.nanos = NodeClock.nanos();
    draft.number = number++;
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
      intake.usable(nanos);
    }
  }

  private boolean isUsable(JointState m, long nanos) {
    int joint = notFinite(m.position);
    if (joint >= 0) {
      intake.faults.notFinite(joint, "position", nanos);
      return false;
    }
    joint = notFinite(m.velocity);
    if (joint >= 0) {
      if (isAbsent(m.velocity)) {
        intake.faults.noVelocity(nanos);
      } else {
        intake.faults.notFinite(joint, "velocity", nanos);
      }
    }
    return joint < 0 && isPlausible(m, nanos);
  }

  private boolean isPlausible(JointState m, long nanos) {
    for (int i = 0; i < m.position.length; i++) {
      if (!plausible.isInRange(i, m.position[i], m.velocity[i])) {
        boolean position = !plausible.isInRange(i, m.position[i], 0);
        intake.faults.implausible(
            i, position ? "position" : "velocity", position ? m.position[i] : m.velocity[i], nanos);
        return false;
      }
    }
    return true;
  }

  @Override
  public void refused(JointState m, long sender) {
    intake.faults.refused(m.report, NodeClock.nanos());
    m.report.clear();
  }

  /** Index of the first number that is not finite; −1 if all are finite. */
  public static int notFinite(double[] values) {
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

package org.reins.node.walk;

import java.util.concurrent.locks.LockSupport;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.TrotGait;
import org.reins.node.filter.LiveTuning;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.Imu;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Twist;
import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.messages.UnitreeLowState;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.TopicWatch;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * What comes in for a walking robot, each in a mailbox that a thread of the middleware fills. The
 * joints' states set the pace; the body's is that of the same moment or of one at most three
 * periods away, else there is none.
 */
final class WalkInbox {
  // In whatever unit a foot's force comes: no foot gives more.
  private static final double MOST_FORCE = 1e5;
  // An action reaches from −1 to 1; what is this far beyond is none.
  private static final double MOST_ACTION = 100;
  private static final int PERIODS_APART = 3;
  private static final long SILENT_NANOS = 50_000_000;
  private static final long OLD_NANOS = 20_000_000;
  // Messages between two looks at who sends them.
  private static final int LOOK_EVERY = 50;
  private static final long NEVER = 1_000_000_000_000L;

  /** Something, and when it came. */
  private static final class Arrival<T> {
    final T value;
    // Long ago, until something comes.
    long nanos = NodeClock.nanos() - NEVER;

    Arrival(T value) {
      this.value = value;
    }
  }

  private final int n;
  private final long periodNanos;
  private final LiveTuning tuning;
  private final double pressing;
  private final String states;
  private final Mailbox<Arrival<JointState>> joints;
  private final Mailbox<Arrival<Imu>> imus = new Mailbox<>(() -> new Arrival<>(new Imu()));
  private final Mailbox<Arrival<CommandArray>> feet;
  private final Mailbox<Arrival<Twist>> twists = new Mailbox<>(() -> new Arrival<>(new Twist()));
  private final Mailbox<Arrival<CommandArray>> actions;
  private final Posture posture;
  private final StampWatch stamps;
  private final TopicWatch watch;
  private volatile int others;
  private volatile long age;
  private int heard;
  private int lastTick;
  private long ticks;
  private volatile double farthest;
  private volatile Thread control;
  private volatile long jointNanos;
  private volatile long imuNanos;
  private volatile long feetNanos;

  /**
   * Subscribes.
   *
   * @param unitree whether all measurements come in one LowState
   * @param pressing force from which on a foot presses on the ground, in the unit that it comes in
   * @throws IllegalArgumentException when the robot has not what a LowState has
   */
  WalkInbox(RosNode node, RobotModel robot, LiveTuning tuning, boolean unitree, double pressing) {
    this.tuning = tuning;
    this.pressing = pressing;
    posture = new Posture(robot);
    n = robot.dof();
    periodNanos = Math.round(1e9 / robot.control().rateHz());
    int count = robot.base().orElseThrow().feet().size();
    int numbers = TrotGait.PER_FOOT * count;
    joints = new Mailbox<>(() -> new Arrival<>(new JointState(n)));
    feet = new Mailbox<>(() -> new Arrival<>(new CommandArray(count)));
    actions = new Mailbox<>(() -> new Arrival<>(new CommandArray(numbers)));
    long never = NodeClock.nanos() - NEVER;
    jointNanos = never;
    imuNanos = never;
    feetNanos = never;
    if (unitree) {
      if (count != UnitreeLowState.FEET || n > UnitreeLowCmd.MOTORS) {
        throw new IllegalArgumentException(
            "walk.input is unitree: robot " + robot.name() + " has not what a LowState has");
      }
      node.subscribe(UnitreeLowState.TYPE, WalkTopics.LOW_STATE, Qos.STATE, this::receiveLowState);
    } else {
      node.subscribe(
          JointState.type(robot.jointNames()), "joint_states", Qos.STATE, this::receiveJoints);
      node.subscribe(Imu.TYPE, WalkTopics.IMU, Qos.STATE, this::receiveImu);
      node.subscribe(CommandArray.type(count), WalkTopics.FEET, Qos.STATE, this::receiveFeet);
    }
    states = unitree ? WalkTopics.LOW_STATE : "joint_states";
    stamps = new StampWatch(OLD_NANOS);
    watch =
        unitree
            ? node.watch(UnitreeLowState.TYPE, WalkTopics.LOW_STATE)
            : node.watch(JointState.type(robot.jointNames()), "joint_states");
    node.subscribe(Twist.TYPE, WalkTopics.TWIST, Qos.RELIABLE, this::receiveTwist);
    node.subscribe(
        CommandArray.type(numbers), WalkTopics.ACTION, Qos.RELIABLE, this::receiveAction);
    tuning.subscribe(node);
  }

  /** Names the thread that the joints' state wakes up. */
  void wake(Thread thread) {
    control = thread;
  }

  /** Why the loop cannot begin, as one sentence; empty when it can. */
  String missing(boolean planner) {
    long now = NodeClock.nanos();
    if (now - jointNanos > SILENT_NANOS) {
      return "no fresh state comes on " + states;
    }
    if (now - imuNanos > SILENT_NANOS) {
      return "no fresh orientation comes on " + WalkTopics.IMU;
    }
    if (now - feetNanos > SILENT_NANOS) {
      return "no fresh foot forces come on " + WalkTopics.FEET;
    }
    if (watch.others() > 1) {
      return watch.others() + " publishers send on " + states + ": there must be one";
    }
    long old = age;
    if (old > OLD_NANOS && old < StampWatch.SAME_CLOCK) {
      return "the states on "
          + states
          + " are "
          + old / 1_000_000
          + " ms old when they come: allowed is "
          + OLD_NANOS / 1_000_000;
    }
    if (farthest == Double.POSITIVE_INFINITY) {
      return "a position on " + states + " is not a number";
    }
    if (farthest > Posture.NEAR) {
      return "a joint is "
          + Math.round(100 * farthest) / 100.0
          + " rad away from where it stands in the robot's posture: allowed is "
          + Posture.NEAR;
    }
    if (planner && !tuning.isPlannerAlive(tuning.current(), now)) {
      return "no fresh envelope comes on envelope_planner/envelope";
    }
    return "";
  }

  /** Whether the joints' state is a new one since the last call. */
  boolean take() {
    return joints.take();
  }

  /** When the joints' state taken last came, ns. */
  long arrived() {
    return joints.latest().nanos;
  }

  /** The stamp of the joints' state taken last, ns. */
  long stamp() {
    return joints.latest().value.header.stampNanos;
  }

  /** Forgets the stamps: the next one is the first. */
  void begin() {
    stamps.reset();
  }

  /** Whether more than one node publishes the states. */
  boolean hasOtherSource() {
    return others > 1;
  }

  /** Time between the stamps of the last two measurements that were taken, s. */
  double since() {
    return stamps.since();
  }

  /**
   * Puts the measurement together.
   *
   * @param measured overwritten when this returns NONE; its numbers are as they came
   * @return NONE; or STATE_OLD for a stamp that is no new one, STATE_STALE when there is no
   *     orientation or there are no feet of that time, STATE_INVALID when the feet make no sense
   */
  FilterReason measure(RobotState measured) {
    JointState j = joints.latest().value;
    imus.take();
    feet.take();
    FilterReason stamp = stamps.take(j.header.stampNanos, NodeClock.wallNanos());
    if (stamp != FilterReason.NONE) {
      return stamp;
    }
    Imu imu = imus.latest().value;
    long apart = Math.abs(imu.header.stampNanos - j.header.stampNanos);
    long feetAge = joints.latest().nanos - feet.latest().nanos;
    if (apart > PERIODS_APART * periodNanos || feetAge > SILENT_NANOS) {
      return FilterReason.STATE_STALE;
    }
    System.arraycopy(j.position, 0, measured.q, 0, n);
    System.arraycopy(j.velocity, 0, measured.qd, 0, n);
    System.arraycopy(imu.quaternion, 0, measured.base.quaternion, 0, 4);
    System.arraycopy(imu.angular, 0, measured.base.angular, 0, 3);
    for (int f = 0; f < measured.base.contact.length; f++) {
      double force = feet.latest().value.values[f];
      if (!(Math.abs(force) <= MOST_FORCE)) {
        return FilterReason.STATE_INVALID;
      }
      measured.base.contact[f] = force > pressing;
    }
    return FilterReason.NONE;
  }

  /**
   * The twist that is asked for.
   *
   * @param out along x and y, m/s, and about z, rad/s; overwritten, with zeros when none is fresh
   */
  void twist(long now, double timeout, double[] out) {
    twists.take();
    Twist t = twists.latest().value;
    boolean good =
        now - twists.latest().nanos < timeout * 1e9
            && Double.isFinite(t.linear[0] + t.linear[1] + t.angular[2]);
    out[0] = good ? t.linear[0] : 0;
    out[1] = good ? t.linear[1] : 0;
    out[2] = good ? t.angular[2] : 0;
  }

  /**
   * The policy's action.
   *
   * @param out overwritten, with zeros when none is fresh
   * @return whether one is
   */
  boolean action(long now, double timeout, float[] out) {
    actions.take();
    Arrival<CommandArray> a = actions.latest();
    boolean fresh = now - a.nanos < timeout * 1e9;
    for (int i = 0; i < out.length; i++) {
      float v = (float) a.value.values[i];
      fresh &= Math.abs(v) <= MOST_ACTION;
      out[i] = v;
    }
    if (!fresh) {
      java.util.Arrays.fill(out, 0);
    }
    return fresh;
  }

  /** Looks now and then at who else sends: on a thread of the middleware, which may. */
  private void look(long stamp) {
    age = NodeClock.wallNanos() - stamp;
    if (heard++ % LOOK_EVERY == 0) {
      others = watch.others();
    }
  }

  private void receiveJoints(JointState m) {
    look(m.header.stampNanos);
    Arrival<JointState> draft = joints.draft();
    draft.nanos = NodeClock.nanos();
    draft.value.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.position, 0, draft.value.position, 0, n);
    System.arraycopy(m.velocity, 0, draft.value.velocity, 0, n);
    System.arraycopy(m.effort, 0, draft.value.effort, 0, n);
    farthest = posture.farthest(m.position);
    jointNanos = draft.nanos;
    joints.post();
    LockSupport.unpark(control);
  }

  private void receiveImu(Imu m) {
    Arrival<Imu> draft = imus.draft();
    draft.nanos = NodeClock.nanos();
    draft.value.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.quaternion, 0, draft.value.quaternion, 0, 4);
    System.arraycopy(m.angular, 0, draft.value.angular, 0, 3);
    imuNanos = draft.nanos;
    imus.post();
  }

  private void receiveFeet(CommandArray m) {
    Arrival<CommandArray> draft = feet.draft();
    draft.nanos = NodeClock.nanos();
    System.arraycopy(m.values, 0, draft.value.values, 0, m.values.length);
    feetNanos = draft.nanos;
    feet.post();
  }

  /** All at once, with the joints last. */
  private void receiveLowState(UnitreeLowState m) {
    long nanos = NodeClock.nanos();
    // The tick is unsigned, and begins anew after 49 days.
    ticks = ticks == 0 ? Integer.toUnsignedLong(m.tick) : ticks + (m.tick - lastTick);
    lastTick = m.tick;
    long stamp = 1_000_000L * ticks;
    look(stamp);
    Arrival<Imu> body = imus.draft();
    body.nanos = nanos;
    body.value.header.stampNanos = stamp;
    for (int k = 0; k < 4; k++) {
      body.value.quaternion[k] = m.quaternion[k];
    }
    for (int k = 0; k < 3; k++) {
      body.value.angular[k] = m.gyroscope[k];
    }
    imuNanos = nanos;
    imus.post();
    Arrival<CommandArray> pressed = feet.draft();
    pressed.nanos = nanos;
    for (int f = 0; f < m.footForce.length; f++) {
      pressed.value.values[f] = m.footForce[f];
    }
    feetNanos = nanos;
    feet.post();
    Arrival<JointState> draft = joints.draft();
    draft.nanos = nanos;
    draft.value.header.stampNanos = stamp;
    for (int i = 0; i < n; i++) {
      draft.value.position[i] = m.q[i];
      draft.value.velocity[i] = m.dq[i];
      draft.value.effort[i] = m.tau[i];
    }
    farthest = posture.farthest(draft.value.position);
    jointNanos = nanos;
    joints.post();
    LockSupport.unpark(control);
  }

  private void receiveTwist(Twist m) {
    Arrival<Twist> draft = twists.draft();
    draft.nanos = NodeClock.nanos();
    System.arraycopy(m.linear, 0, draft.value.linear, 0, 3);
    System.arraycopy(m.angular, 0, draft.value.angular, 0, 3);
    twists.post();
  }

  private void receiveAction(CommandArray m) {
    Arrival<CommandArray> draft = actions.draft();
    draft.nanos = NodeClock.nanos();
    System.arraycopy(m.values, 0, draft.value.values, 0, m.values.length);
    actions.post();
  }
}

package org.reins.node.walk;

import org.reins.filter.FilterReason;
import org.reins.filter.legged.WalkPlan;
import org.reins.node.filter.Intake;
import org.reins.node.filter.JointStates;
import org.reins.node.filter.LiveTuning;
import org.reins.node.filter.PlannerIntake;
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
import org.reins.node.ros.SampleListener;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The inputs of a walking robot, each in a mailbox filled by a middleware thread. The joints'
 * states set the pace. The body state must belong to the same moment, or to one at most three
 * periods away; otherwise it counts as missing.
 */
final class WalkInbox implements WalkFeed {
  // Upper bound of a foot's force in any unit.
  private static final double MOST_FORCE = 1e5;
  // An action ranges from −1 to 1; one this far beyond is invalid.
  private static final double MOST_ACTION = 100;
  private static final int PERIODS_APART = 3;
  private static final long SILENT_NANOS = 50_000_000;
  private static final long NEVER = 1_000_000_000_000L;

  /** An input, and its arrival time. */
  private static final class Arrival<T> {
    final T value;
    // Long ago, until the first input arrives.
    long nanos = NodeClock.nanos() - NEVER;

    Arrival(T value) {
      this.value = value;
    }
  }

  /** The joints' states. */
  final JointStates states;

  private final int n;
  private final long periodNanos;
  private final double pressing;
  private final boolean unitree;
  private final Intake imuIntake;
  private final Intake footIntake;
  private final PlannerIntake planner;
  private final Mailbox<Arrival<Imu>> imus = new Mailbox<>(() -> new Arrival<>(new Imu()));
  private final Mailbox<Arrival<CommandArray>> feet;
  private final Mailbox<Arrival<Twist>> twists = new Mailbox<>(() -> new Arrival<>(new Twist()));
  private final Mailbox<Arrival<CommandArray>> actions;
  private final JointState joint;
  private final Posture posture;
  private final WalkPlan plan;
  private int lastTick;
  private long ticks;
  private volatile double farthest;

  /**
   * Subscribes.
   *
   * @param plan says how many numbers an action has, what stands for none, and in which posture a
   *     walk starts
   * @param unitree whether all measurements arrive in one LowState
   * @param pressing force above which a foot counts as pressing on the ground, in the unit of the
   *     topic
   * @throws IllegalArgumentException if the robot does not have what a LowState contains
   */
  WalkInbox(
      RosNode node,
      RobotModel robot,
      WalkPlan plan,
      LiveTuning tuning,
      boolean unitree,
      double pressing) {
    this.pressing = pressing;
    this.plan = plan;
    posture = new Posture(plan.posture());
    n = robot.dof();
    periodNanos = Math.round(1e9 / robot.control().rateHz());
    int count = robot.base().feet().size();
    int numbers = plan.actionSize();
    joint = new JointState(n);
    feet = new Mailbox<>(() -> new Arrival<>(new CommandArray(count)));
    actions = new Mailbox<>(() -> new Arrival<>(new CommandArray(numbers)));
    this.unitree = unitree;
    states = new JointStates(robot, unitree ? WalkTopics.LOW_STATE : "joint_states", !unitree);
    imuIntake = new Intake(robot, WalkTopics.IMU);
    footIntake = new Intake(robot, WalkTopics.FEET);
    if (unitree) {
      if (count != UnitreeLowState.FEET || n > UnitreeLowCmd.MOTORS) {
        throw new IllegalArgumentException(
            "walk.input is unitree: robot "
                + robot.name()
                + " does not have what a LowState contains");
      }
      states.listen(node, UnitreeLowState.TYPE, new LowStates());
    } else {
      states.listen(node, JointState.type(robot.jointNames()), new Joints());
      imuIntake.listen(node, Imu.TYPE, Qos.STATE, SampleListener.of(this::receiveImu));
      footIntake.listen(
          node, CommandArray.type(count), Qos.STATE, SampleListener.of(this::receiveFeet));
    }
    node.subscribe(Twist.TYPE, WalkTopics.TWIST, Qos.RELIABLE, this::receiveTwist);
    node.subscribe(
        CommandArray.type(numbers), WalkTopics.ACTION, Qos.RELIABLE, this::receiveAction);
    planner = new PlannerIntake(node, tuning);
  }

  /** Why the loop cannot start, as one sentence; empty if it can. */
  synchronized String missing(boolean filtering) {
    long now = NodeClock.nanos();
    String missing = states.missing(now, false);
    if (missing.isEmpty() && !unitree && !imuIntake.isFresh(now, SILENT_NANOS)) {
      missing =
          "no fresh orientation arrives on " + WalkTopics.IMU + ": " + imuIntake.silence(now, 0);
    }
    if (missing.isEmpty() && !unitree && !footIntake.isFresh(now, SILENT_NANOS)) {
      missing =
          "no fresh foot forces arrive on " + WalkTopics.FEET + ": " + footIntake.silence(now, 0);
    }
    if (missing.isEmpty() && farthest > Posture.NEAR) {
      missing =
          "a joint is "
              + Math.round(100 * farthest) / 100.0
              + " rad away from where it stands in the robot's posture: allowed is "
              + Posture.NEAR;
    }
    if (missing.isEmpty() && filtering) {
      missing = planner.missing(now);
    }
    if (missing.isEmpty()) {
      states.rest();
      imuIntake.rest();
      footIntake.rest();
      planner.rest();
    }
    return missing;
  }

  /**
   * Assembles the measurement: STATE_STALE if there is no orientation, or no feet, for the time of
   * the joints' state; STATE_INVALID if the foot data are invalid.
   */
  @Override
  public FilterReason measure(RobotState measured) {
    JointStates.Arrival came = states.latest();
    JointState j = came.state;
    imus.take();
    feet.take();
    Imu imu = imus.latest().value;
    boolean stamped = j.header.stampNanos != 0 || imu.header.stampNanos != 0;
    long apart =
        stamped
            ? Math.abs(imu.header.stampNanos - j.header.stampNanos)
            : Math.abs(came.nanos - imus.latest().nanos);
    long feetAge = came.nanos - feet.latest().nanos;
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

  @Override
  public void twist(long now, double timeout, double[] out) {
    twists.take();
    Twist t = twists.latest().value;
    boolean good =
        now - twists.latest().nanos < timeout * 1e9
            && Double.isFinite(t.linear[0] + t.linear[1] + t.angular[2]);
    out[0] = good ? t.linear[0] : 0;
    out[1] = good ? t.linear[1] : 0;
    out[2] = good ? t.angular[2] : 0;
  }

  @Override
  public boolean action(long now, double timeout, float[] out) {
    actions.take();
    Arrival<CommandArray> a = actions.latest();
    boolean fresh = now - a.nanos < timeout * 1e9;
    for (int i = 0; i < out.length; i++) {
      float v = (float) a.value.values[i];
      fresh &= Math.abs(v) <= MOST_ACTION;
      out[i] = v;
    }
    if (!fresh) {
      plan.clear(out);
    }
    return fresh;
  }

  /** Receives the joints' states; allocates nothing. */
  private final class Joints implements SampleListener<JointState> {
    @Override
    public void receive(JointState m, long sender) {
      farthest = posture.farthest(m.position);
      states.receive(m, sender);
    }

    @Override
    public void refused(JointState m, long sender) {
      states.refused(m, sender);
    }
  }

  /** Receives all measurements at once, the joints last; allocates nothing. */
  private final class LowStates implements SampleListener<UnitreeLowState> {
    @Override
    public void receive(UnitreeLowState m, long sender) {
      long nanos = NodeClock.nanos();
      // The tick is unsigned, and wraps after 49 days.
      ticks = ticks == 0 ? Integer.toUnsignedLong(m.tick) : ticks + (m.tick - lastTick);
      lastTick = m.tick;
      long stamp = 1_000_000L * ticks;
      Arrival<Imu> body = imus.draft();
      body.nanos = nanos;
      body.value.header.stampNanos = stamp;
      for (int k = 0; k < 4; k++) {
        body.value.quaternion[k] = m.quaternion[k];
      }
      for (int k = 0; k < 3; k++) {
        body.value.angular[k] = m.gyroscope[k];
      }
      imus.post();
      imuIntake.usable(nanos);
      Arrival<CommandArray> pressed = feet.draft();
      pressed.nanos = nanos;
      for (int f = 0; f < m.footForce.length; f++) {
        pressed.value.values[f] = m.footForce[f];
      }
      feet.post();
      footIntake.usable(nanos);
      joint.header.stampNanos = stamp;
      for (int i = 0; i < n; i++) {
        joint.position[i] = m.q[i];
        joint.velocity[i] = m.dq[i];
        joint.effort[i] = m.tau[i];
      }
      joint.hasVelocity = true;
      joint.hasEffort = true;
      farthest = posture.farthest(joint.position);
      states.receive(joint, sender);
    }

    @Override
    public void refused(UnitreeLowState m, long sender) {
      // Bytes that do not decode as a LowState contain no joint data; the subscription counts them.
    }
  }

  private void receiveImu(Imu m) {
    Arrival<Imu> draft = imus.draft();
    draft.nanos = NodeClock.nanos();
    draft.value.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.quaternion, 0, draft.value.quaternion, 0, 4);
    System.arraycopy(m.angular, 0, draft.value.angular, 0, 3);
    imus.post();
    imuIntake.usable(draft.nanos);
  }

  private void receiveFeet(CommandArray m) {
    Arrival<CommandArray> draft = feet.draft();
    draft.nanos = NodeClock.nanos();
    System.arraycopy(m.values, 0, draft.value.values, 0, m.values.length);
    feet.post();
    footIntake.usable(draft.nanos);
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

package org.reins.node.filter;

import java.util.concurrent.locks.LockSupport;
import org.reins.node.Mailbox;
import org.reins.node.NodeClock;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** What comes in, each in a mailbox that a thread of the middleware fills. */
final class FilterInbox {
  /** A state and when it came. */
  static final class Arrival {
    final JointState state;
    long nanos;

    Arrival(int n) {
      state = new JointState(n);
    }
  }

  final Mailbox<Arrival> states;
  final Mailbox<PolicyAction> actions;
  private final int n;
  private final LiveTuning tuning;
  private volatile Thread control;
  private volatile long stateNanos;
  private volatile long actionNanos;
  private volatile boolean stateSeen;
  private volatile boolean actionSeen;

  FilterInbox(RosNode node, RobotModel robot, LiveTuning tuning) {
    this.tuning = tuning;
    n = robot.dof();
    states = new Mailbox<>(() -> new Arrival(n));
    actions = new Mailbox<>(() -> new PolicyAction(n));
    node.subscribe(
        JointState.type(robot.jointNames()), "joint_states", Qos.STATE, this::receiveState);
    node.subscribe(
        PolicyAction.type(robot.jointNames()), "policy/action", Qos.RELIABLE, this::receiveAction);
    tuning.subscribe(node);
  }

  /** Names the thread that a state wakes up. */
  void wake(Thread thread) {
    control = thread;
  }

  /** Why the loop cannot begin, as one sentence; empty when it can. */
  String missing(double statePeriod, boolean planner) {
    long now = NodeClock.nanos();
    FilterTuning t = tuning.current();
    if (!stateSeen || now - stateNanos > 50e9 * statePeriod) {
      return "no fresh state comes on joint_states";
    }
    if (!actionSeen || now - actionNanos > 3e9 * t.actionTimeout()) {
      return "no fresh action comes on policy/action";
    }
    if (planner && !tuning.isPlannerAlive(t, now)) {
      return "no fresh envelope comes on envelope_planner/envelope";
    }
    return "";
  }

  private void receiveState(JointState m) {
    Arrival draft = states.draft();
    draft.nanos = NodeClock.nanos();
    draft.state.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.position, 0, draft.state.position, 0, n);
    System.arraycopy(m.velocity, 0, draft.state.velocity, 0, n);
    System.arraycopy(m.effort, 0, draft.state.effort, 0, n);
    stateNanos = draft.nanos;
    stateSeen = true;
    states.post();
    LockSupport.unpark(control);
  }

  private void receiveAction(PolicyAction m) {
    PolicyAction draft = actions.draft();
    draft.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.target, 0, draft.target, 0, n);
    System.arraycopy(m.stiffness, 0, draft.stiffness, 0, n);
    actions.post();
    actionNanos = NodeClock.nanos();
    actionSeen = true;
  }
}

package org.reins.node.arm;

import java.util.Locale;
import org.reins.filter.FilterInput;
import org.reins.node.filter.Arrivals;
import org.reins.node.filter.Intake;
import org.reins.node.filter.IntakeFault;
import org.reins.node.filter.JointStates;
import org.reins.node.filter.LiveTuning;
import org.reins.node.filter.PlannerIntake;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.messages.PolicyChunk;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.SampleListener;
import org.reins.robot.model.RobotModel;

/**
 * The inputs of an arm, each in a mailbox filled by a middleware thread; and why they are not
 * sufficient to start.
 */
final class ArmInbox {
  private static final String ACTIONS = "policy/action";
  private static final long SECOND = 1_000_000_000L;

  final JointStates states;
  final Mailbox<PolicyAction> actions;
  final ChunkIntake chunks;
  private final int n;
  private final LiveTuning tuning;
  private final Intake actionIntake;
  private final Arrivals arrivals = new Arrivals();
  private final PlannerIntake planner;

  ArmInbox(RosNode node, RobotModel robot, LiveTuning tuning) {
    this.tuning = tuning;
    n = robot.dof();
    actions = new Mailbox<>(() -> new PolicyAction(n));
    states = new JointStates(robot, "joint_states", false);
    states.listen(node, JointState.type(robot.jointNames()), states);
    actionIntake = new Intake(robot, ACTIONS);
    actionIntake.listen(node, PolicyAction.type(robot.jointNames()), Qos.RELIABLE, new Actions());
    chunks = new ChunkIntake(robot, actionIntake, states);
    node.listen(PolicyChunk.type(robot.jointNames()), ChunkIntake.TOPIC, Qos.RELIABLE, chunks);
    planner = new PlannerIntake(node, tuning);
  }

  /**
   * Why the loop cannot start, as one sentence; empty if it can. Looks for publishers that cannot
   * be heard, and creates subscriptions for that as long as something is missing.
   *
   * @param filtering whether an envelope is needed
   * @param effort whether states must have efforts
   */
  synchronized String missing(boolean filtering, boolean effort) {
    long now = NodeClock.nanos();
    String missing = states.missing(now, effort);
    if (missing.isEmpty()) {
      double timeout = tuning.current().actionTimeout();
      missing = actions(now, timeout, 3 * SECOND * timeout);
    }
    if (missing.isEmpty() && filtering) {
      missing = planner.missing(now);
    }
    if (missing.isEmpty()) {
      states.rest();
      actionIntake.rest();
      planner.rest();
    }
    return missing;
  }

  private String actions(long now, double timeout, double withinNanos) {
    return actionIntake.isFresh(now, withinNanos)
        ? ""
        : "no fresh action arrives on "
            + ACTIONS
            + ", and no chunk on "
            + ChunkIntake.TOPIC
            + ": "
            + actionIntake.silence(now, timeout);
  }

  /**
   * Why actions do not count, at least for a part of the time, as one sentence; empty if they do.
   */
  String held(long now) {
    double timeout = tuning.current().actionTimeout();
    if (!actionIntake.isFresh(now, SECOND)) {
      return actions(now, timeout, 0);
    }
    String refused = actionIntake.refusedLately(now, SECOND, timeout);
    if (!refused.isEmpty()) {
      return "some actions on " + ACTIONS + " do not count: " + refused;
    }
    double gap = arrivals.gapNanos() / SECOND;
    return gap <= timeout
        ? ""
        : String.format(
            Locale.ROOT,
            "actions arrive on %s every %.0f ms, and each counts for %.0f ms (action_timeout): in"
                + " between the robot is brought to rest. Let the policy act more often, send"
                + " chunks, or raise action_timeout",
            ACTIONS,
            1e3 * gap,
            1e3 * timeout);
  }

  /** Who sends actions, if more than one source does, or why chunks are refused; or empty. */
  String actionWarning() {
    String crowd = actionIntake.crowd();
    long now = NodeClock.nanos();
    if (crowd.isEmpty() && chunks.isFresh(now, SECOND) && arrivals.cameWithin(now, SECOND)) {
      return "single actions on "
          + ACTIONS
          + " and chunks on "
          + ChunkIntake.TOPIC
          + " arrive at the same time: each replaces the other, so send only one of the two";
    }
    return crowd.isEmpty() ? chunks.warning() : crowd;
  }

  /** Number of messages on policy/action refused for a reason. */
  long refusedActions(IntakeFault fault) {
    return actionIntake.faults.count(fault);
  }

  /** Receives actions; allocates nothing. */
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
        arrivals.came(nanos);
      }
    }

    private boolean isUsable(PolicyAction m, long nanos) {
      int joint = JointStates.notFinite(m.target);
      String array = "target";
      if (joint < 0) {
        joint = JointStates.notFinite(m.stiffness);
        array = "stiffness";
      }
      if (joint >= 0) {
        actionIntake.faults.notFinite(joint, array, nanos);
        return false;
      }
      for (int i = 0; i < n; i++) {
        if (Math.abs(m.target[i]) > FilterInput.FARTHEST_TARGET) {
          actionIntake.faults.implausible(i, "target", m.target[i], nanos);
          return false;
        }
        if (m.stiffness[i] < 0) {
          actionIntake.faults.negativeStiffness(i, nanos);
          return false;
        }
      }
      double age = (states.newestStamp() - m.header.stampNanos) * 1e-9;
      boolean fits = !states.isStamped() || Math.abs(age) <= tuning.current().actionTimeout();
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
}

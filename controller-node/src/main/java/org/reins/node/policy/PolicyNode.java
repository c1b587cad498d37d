package org.reins.node.policy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.reins.filter.observation.ArmPolicy;
import org.reins.filter.observation.DescribedArmPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PointStamped;
import org.reins.node.messages.PolicyAction;
import org.reins.node.messages.PolicyChunk;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.RobotModel;

/**
 * Runs a policy at its rate on the latest state and goal, and publishes its action with the stamp
 * of that state.
 */
public final class PolicyNode implements PolicyRunner {
  private final RobotModel robot;
  private final ArmPolicy policy;
  private static final long PATIENCE = 3_000_000_000L;

  private final Runnable end;
  private final Mailbox<JointState> states;
  private final Mailbox<PointStamped> goals = new Mailbox<>(PointStamped::new);
  private final PolicyInputs inputs;
  private final DescribedArmPolicy described;
  private final Consumer<String> warn;
  private String warned = "";
  // One of the two publishers is null.
  private final RosPublisher<PolicyAction> actions;
  private final RosPublisher<PolicyChunk> chunks;
  private final PolicyAction message;
  private final PolicyChunk chunk;
  private final double[] goal = new double[3];
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private final AtomicLong published = new AtomicLong();

  /**
   * Creates the node's topics; {@link #start} starts it.
   *
   * @param warn told why the policy is not asked, once for each reason
   * @param end frees what the policy holds; run once the policy's thread has ended
   */
  public PolicyNode(
      RosNode node, RobotModel robot, ArmPolicy policy, Consumer<String> warn, Runnable end) {
    this(node, robot, policy, null, warn, end);
  }

  /**
   * Creates the topics of a described policy; {@link #start} starts it.
   *
   * @param description of the policy
   * @param warn told why the policy is not asked, once for each reason
   * @param end frees what the policy holds; run once the policy's thread has ended
   */
  public PolicyNode(
      RosNode node,
      RobotModel robot,
      DescribedArmPolicy policy,
      PolicyDescription description,
      Consumer<String> warn,
      Runnable end) {
    this(node, robot, policy, new PolicyInputs(node, robot, description), warn, end);
  }

  private PolicyNode(
      RosNode node,
      RobotModel robot,
      ArmPolicy policy,
      PolicyInputs inputs,
      Consumer<String> warn,
      Runnable end) {
    this.inputs = inputs;
    this.warn = warn;
    described = policy instanceof DescribedArmPolicy d ? d : null;
    this.end = end;
    this.robot = robot;
    this.policy = policy;
    policy.reset();
    states = new Mailbox<>(() -> new JointState(robot.dof()));
    message = new PolicyAction(robot.dof());
    message.header.frame = CdrWriter.utf8("base_link");
    thread = new Thread(this::run, "reins-policy");
    chunk = policy.isChunked() ? new PolicyChunk(robot.dof()) : null;
    if (policy.isChunked()) {
      chunk.header.frame = message.header.frame;
      actions = null;
      chunks = node.publisher(PolicyChunk.type(robot.jointNames()), "policy/chunk", Qos.RELIABLE);
    } else {
      chunks = null;
      actions =
          node.publisher(PolicyAction.type(robot.jointNames()), "policy/action", Qos.RELIABLE);
    }
    node.subscribe(
        JointState.type(robot.jointNames()), "joint_states", Qos.STATE, this::receiveState);
    node.subscribe(PointStamped.TYPE, "goal", Qos.RELIABLE, this::receiveGoal);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public long published() {
    return published.get();
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
    end.run();
  }

  private void receiveState(JointState m) {
    if (!m.hasVelocity) {
      // An incomplete observation is not used.
      return;
    }
    JointState draft = states.draft();
    draft.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.position, 0, draft.position, 0, robot.dof());
    System.arraycopy(m.velocity, 0, draft.velocity, 0, robot.dof());
    System.arraycopy(m.effort, 0, draft.effort, 0, robot.dof());
    draft.hasEffort = m.hasEffort;
    states.post();
  }

  private void receiveGoal(PointStamped m) {
    PointStamped draft = goals.draft();
    draft.x = m.x;
    draft.y = m.y;
    draft.z = m.z;
    goals.post();
  }

  private void run() {
    try {
      long period = Math.round(policy.period() * 1e9);
      long next = NodeClock.nanos();
      boolean goalSeen = !policy.needsGoal();
      long acted = next;
      long pause = Math.max(500_000_000, 3 * period);
      while (running) {
        goalSeen |= goals.take();
        boolean stateSeen = states.take();
        waitsFor(stateSeen, goalSeen, NodeClock.nanos() - acted);
        if (stateSeen && goalSeen) {
          if (NodeClock.nanos() - acted > pause) {
            // Without states for a while: history and last action are of another motion.
            policy.reset();
          }
          acted = NodeClock.nanos();
          act(states.latest(), goals.latest());
        }
        next += period;
        long left = next - NodeClock.nanos();
        if (left > 0) {
          LockSupport.parkNanos(left);
        } else {
          next -= left;
        }
      }
    } finally {
      ended.countDown();
    }
  }

  /** Without an action the filter holds the robot, and only this node knows why. */
  private void waitsFor(boolean stateSeen, boolean goalSeen, long nanos) {
    if (nanos > PATIENCE) {
      if (!goalSeen) {
        tell(
            "no goal has arrived on goal (geometry_msgs/msg/PointStamped), which the policy needs");
      } else if (!stateSeen) {
        tell("no state with velocities arrives on joint_states");
      }
    }
  }

  private void act(JointState state, PointStamped at) {
    goal[0] = at.x;
    goal[1] = at.y;
    goal[2] = at.z;
    if (!sees(state)) {
      return;
    }
    if (policy.isChunked()) {
      plan(state);
      return;
    }
    if (!policy.act(state.position, state.velocity, goal, message.target, message.stiffness)) {
      // The filter acts on missing actions.
      return;
    }
    message.header.stampNanos = state.header.stampNanos;
    if (actions.publish(message)) {
      published.incrementAndGet();
    }
  }

  private void plan(JointState state) {
    if (policy.plan(state.position, state.velocity, goal, chunk.chunk)) {
      chunk.header.stampNanos = state.header.stampNanos;
      if (chunks.publish(chunk)) {
        published.incrementAndGet();
      }
    }
  }

  /** Writes what a described policy sees further; false if something is missing. */
  private boolean sees(JointState state) {
    if (described == null) {
      warned = "";
      return true;
    }
    if (inputs != null && !inputs.refresh(described.state(), NodeClock.nanos())) {
      tell(inputs.refusal());
      return false;
    }
    if (described.seesEffort()) {
      if (!state.hasEffort) {
        tell("the states on joint_states have no efforts, which the policy sees");
        return false;
      }
      System.arraycopy(state.effort, 0, described.state().effort, 0, robot.dof());
    }
    warned = "";
    return true;
  }

  private void tell(String reason) {
    if (warned.isEmpty()) {
      warned = reason;
      warn.accept("the policy is not asked: " + reason);
    }
  }
}

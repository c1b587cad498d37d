package org.reins.node.policy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkInterface;
import org.reins.filter.observation.Policy;
import org.reins.node.messages.CommandArray;
import org.reins.node.process.Mailbox;
import org.reins.node.process.Waiting;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.walk.WalkTopics;
import org.reins.robot.model.RobotModel;

/** Runs a walking policy. It answers each observation at once with an action. */
public final class WalkPolicyNode implements AutoCloseable {
  private final Policy policy;
  private final Mailbox<CommandArray> observations =
      new Mailbox<>(() -> new CommandArray(WalkInterface.OBSERVATION));
  private final RosPublisher<CommandArray> actions;
  private final CommandArray message;
  private final float[] observation = new float[WalkInterface.OBSERVATION];
  private final float[] action;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicLong published = new AtomicLong();
  private volatile boolean running = true;

  /** Creates the node's topics; {@link #start} starts it. */
  public WalkPolicyNode(RosNode node, RobotModel robot, Policy policy) {
    this.policy = policy;
    int numbers = TrotGait.PER_FOOT * robot.base().orElseThrow().feet().size();
    action = new float[numbers];
    message = new CommandArray(numbers);
    thread = new Thread(this::run, "reins-policy");
    actions = node.publisher(CommandArray.type(numbers), WalkTopics.ACTION, Qos.COMMAND);
    node.subscribe(
        CommandArray.type(WalkInterface.OBSERVATION),
        WalkTopics.OBSERVATION,
        Qos.STATE,
        this::receive);
  }

  /** Starts the policy. */
  public void start() {
    thread.start();
  }

  /** Number of actions sent so far. */
  public long published() {
    return published.get();
  }

  private void receive(CommandArray m) {
    System.arraycopy(m.values, 0, observations.draft().values, 0, m.values.length);
    observations.post();
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      while (running) {
        if (observations.take()) {
          act(observations.latest().values);
        } else {
          LockSupport.parkNanos(100_000_000);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void act(double[] seen) {
    for (int i = 0; i < observation.length; i++) {
      observation[i] = (float) seen[i];
    }
    policy.act(observation, action);
    for (int i = 0; i < action.length; i++) {
      message.values[i] = action[i];
    }
    if (actions.publish(message)) {
      published.incrementAndGet();
    }
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
  }
}

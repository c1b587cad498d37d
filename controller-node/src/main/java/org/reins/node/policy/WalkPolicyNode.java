package org.reins.node.policy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reins.filter.observation.Policy;
import org.reins.node.messages.CommandArray;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.walk.WalkTopics;

/** Runs a walking policy: answers each observation with an action at once. */
public final class WalkPolicyNode implements PolicyRunner {
  private final Policy policy;
  private final Supplier<String> sees;
  private final Runnable end;
  private final Consumer<String> warn;
  private boolean warned;
  private boolean blinded;
  private final Mailbox<CommandArray> observations;
  private final RosPublisher<CommandArray> actions;
  private final CommandArray message;
  private final float[] observation;
  private final float[] action;
  private final long pauseNanos;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicLong published = new AtomicLong();
  private volatile boolean running = true;

  /**
   * Sizes of a policy's interface.
   *
   * @param observation numbers of an observation
   * @param action numbers of an action
   */
  public record Sizes(int observation, int action) {}

  /**
   * Creates the node's topics; {@link #start} starts it.
   *
   * @param sizes numbers of an observation and of an action
   * @param warn told once why the policy does not answer
   * @param end frees what the policy holds; run once the policy's thread has ended
   */
  public WalkPolicyNode(
      RosNode node, Policy policy, Sizes sizes, Consumer<String> warn, Runnable end) {
    this(node, policy, sizes, () -> "", warn, end);
  }

  /**
   * Creates the topics of a policy that sees more than its observation.
   *
   * @param sees brings what it sees further; why it must not be asked now, or empty
   */
  public WalkPolicyNode(
      RosNode node,
      Policy policy,
      Sizes sizes,
      Supplier<String> sees,
      Consumer<String> warn,
      Runnable end) {
    this.sees = sees;
    this.end = end;
    this.warn = warn;
    this.policy = policy;
    int numbers = sizes.action();
    pauseNanos = Math.round(1e9 * Math.max(0.5, 3 * policy.period()));
    observations = new Mailbox<>(() -> new CommandArray(sizes.observation()));
    observation = new float[sizes.observation()];
    action = new float[numbers];
    message = new CommandArray(numbers);
    thread = new Thread(this::run, "reins-policy");
    actions = node.publisher(CommandArray.type(numbers), WalkTopics.ACTION, Qos.COMMAND);
    node.subscribe(
        CommandArray.type(sizes.observation()), WalkTopics.OBSERVATION, Qos.STATE, this::receive);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
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
      long asked = NodeClock.nanos();
      while (running) {
        if (observations.take()) {
          long now = NodeClock.nanos();
          if (now - asked > pauseNanos) {
            // Nobody asked for a while: the robot stood, and history and last action are of before.
            policy.reset();
          }
          asked = now;
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
    String blind = sees.get();
    if (blind.isEmpty()) {
      policy.act(observation, action);
      blinded = false;
    } else {
      // Not a number counts as no action.
      Arrays.fill(action, Float.NaN);
      if (!blinded) {
        blinded = true;
        warn.accept("the policy is not asked: " + blind);
      }
    }
    if (!warned && !policy.refusal().isEmpty()) {
      warned = true;
      warn.accept(policy.refusal());
    }
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
    end.run();
  }
}

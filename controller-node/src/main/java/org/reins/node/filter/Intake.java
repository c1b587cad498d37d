package org.reins.node.filter;

import java.util.List;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.PolledSubscription;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosSubscription;
import org.reins.node.ros.SampleListener;
import org.reins.node.ros.UnheardPublishers;
import org.reins.robot.model.RobotModel;

/**
 * One topic with a required input: when the last usable message arrived, which messages were
 * refused, and why no usable message arrives.
 */
public final class Intake {
  private static final long LATELY_NANOS = 2_000_000_000L;

  /** The refused messages. */
  public final IntakeFaults faults;

  private final String topic;
  private RosSubscription subscription;
  private UnheardPublishers unheard;
  private int maxSize;
  private volatile long lastNanos;
  private volatile boolean seen;

  /**
   * Creates an intake. Call {@link #listen} before {@link #silence}. If the messages arrive by
   * another route, calling {@link #usable} is enough.
   */
  public Intake(RobotModel robot, String topic) {
    this.topic = topic;
    faults = new IntakeFaults(robot, topic);
  }

  /**
   * Subscribes.
   *
   * @param listener reports to this intake which messages are usable and which are not
   */
  public <M> void listen(RosNode node, MessageType<M> type, Qos qos, SampleListener<M> listener) {
    maxSize = type.maxSize();
    subscription = node.listen(type, topic, qos, listener);
    unheard = new UnheardPublishers(node, type, topic, qos, subscription);
  }

  /** The subscription if its messages must be asked for; null if they come by themselves. */
  PolledSubscription polled() {
    return subscription instanceof PolledSubscription p ? p : null;
  }

  /** Notes that a usable message arrived; on the receiving thread. */
  public void usable(long nanos) {
    lastNanos = nanos;
    seen = true;
  }

  /** Whether a usable message arrived within a time before now. */
  public boolean isFresh(long now, double withinNanos) {
    return seen && now - lastNanos <= withinNanos;
  }

  /** Number of matched publishers. */
  int matched() {
    return subscription.matched();
  }

  /** The publishers' nodes, as far as they are known. */
  List<String> publishers() {
    return subscription.publishers();
  }

  /**
   * Why no usable message arrives, in words that follow the topic's name. Looks for publishers that
   * cannot be heard until {@link #rest}.
   *
   * @param timeout for the stamps of actions, s
   */
  public String silence(long now, double timeout) {
    String refused = refusedLately(now, LATELY_NANOS, timeout);
    if (!refused.isEmpty()) {
      return refused + published();
    }
    String reason = unheard.reason();
    if (!reason.isEmpty()) {
      return reason;
    }
    if (seen) {
      return "the last one arrived "
          + Math.round((now - lastNanos) * 1e-8) / 10.0
          + " s ago"
          + published();
    }
    return "nothing has arrived from the "
        + matched()
        + " publisher(s): they send nothing yet, or messages of more than "
        + maxSize
        + " bytes, which are refused"
        + published();
  }

  /**
   * Why messages have been refused within a time before now, in words that follow the topic's name;
   * empty if none was. Those of other parts do not count once a usable one has arrived.
   *
   * @param timeout for the stamps of actions, s
   */
  public String refusedLately(long now, long withinNanos, double timeout) {
    IntakeFault fault = faults.recent(now, withinNanos);
    boolean others = seen && fault == IntakeFault.OTHER_JOINTS;
    return fault == null || others ? "" : faults.text(fault, timeout);
  }

  private String published() {
    List<String> nodes = publishers();
    return nodes.isEmpty()
        ? ""
        : " (" + topic + " is published by " + String.join(", ", nodes) + ")";
  }

  /** Which nodes publish the topic, as one sentence, if more than one does; otherwise empty. */
  public String crowd() {
    int there = subscription == null ? 0 : matched();
    if (there < 2) {
      return "";
    }
    List<String> nodes = publishers();
    return there
        + " publishers send on "
        + topic
        + (nodes.isEmpty() ? "" : " (" + String.join(", ", nodes) + ")")
        + ": the last message counts, whoever sent it, so stop all but one";
  }

  /** Stops looking for publishers. */
  public void rest() {
    if (unheard != null) {
      unheard.close();
    }
  }
}

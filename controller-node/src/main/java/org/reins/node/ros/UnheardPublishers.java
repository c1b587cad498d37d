package org.reins.node.ros;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds out why a subscription receives nothing: because no node publishes, or because publishers
 * offer less than it requests, which the middleware does not report. It looks with subscriptions
 * that request less; they exist from the first question until {@link #close}.
 */
public final class UnheardPublishers implements AutoCloseable {
  private final RosNode node;
  private final MessageType<?> type;
  private final String topic;
  private final Qos qos;
  private final RosSubscription subscription;
  private TopicWatch anyone;
  private TopicWatch reliable;

  /** Creates a search for a subscription; creates no subscriptions yet. */
  public UnheardPublishers(
      RosNode node, MessageType<?> type, String topic, Qos qos, RosSubscription subscription) {
    this.node = node;
    this.type = type;
    this.topic = topic;
    this.qos = qos;
    this.subscription = subscription;
  }

  /**
   * Why nothing is received, in words that follow the topic's name; empty if publishers match and
   * none is incompatible.
   */
  public synchronized String reason() {
    int heard = subscription.matched();
    List<String> unheard = new ArrayList<>();
    int there = heard;
    if (qos.reliable() || qos.latched()) {
      open();
      there = anyone.others();
      unheard.addAll(anyone.publishers());
      unheard.removeAll(subscription.publishers());
    }
    if (there > heard) {
      return mismatch(unheard, heard);
    }
    return heard == 0 ? "no node publishes it as " + rosType() : "";
  }

  private void open() {
    if (anyone == null) {
      anyone = node.watch(type, topic, Qos.STATE);
      reliable = qos.latched() ? node.watch(type, topic, Qos.RELIABLE) : null;
    }
  }

  private String mismatch(List<String> unheard, int heard) {
    boolean isVolatile = reliable != null && reliable.others() > heard;
    String who = unheard.isEmpty() ? "a publisher" : "publisher " + String.join(", ", unheard);
    return who
        + " offers incompatible quality of service: "
        + (isVolatile
            ? "its durability is volatile, and transient local is required"
            : "its reliability is best effort, and reliable is required")
        + (isVolatile || !qos.latched() ? "" : ", and transient local")
        + "; change it, because nothing is sent to this node until then";
  }

  /** {@code sensor_msgs::msg::dds_::JointState_} is {@code sensor_msgs/msg/JointState}. */
  private String rosType() {
    return type.name().replace("::dds_", "").replace("::", "/").replaceAll("_$", "");
  }

  @Override
  public synchronized void close() {
    if (anyone != null) {
      anyone.close();
      anyone = null;
    }
    if (reliable != null) {
      reliable.close();
      reliable = null;
    }
  }
}

package org.reins.node.ros;

/** A node: publishers and subscriptions under one name. Closing it ends them. */
public interface RosNode extends AutoCloseable {
  /**
   * Creates a publisher.
   *
   * @param topic as people write it, such as {@code /joint_states}
   * @throws RosException when the middleware refuses
   */
  <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos);

  /**
   * Creates a subscription.
   *
   * @param topic as people write it
   * @param listener called on a thread of the middleware
   * @throws RosException when the middleware refuses
   */
  <M> RosSubscription subscribe(
      MessageType<M> type, String topic, Qos qos, MessageListener<M> listener);

  @Override
  void close();
}

package org.reins.node.ros;

/**
 * A node: publishers, subscriptions, services and clients under one name. Closing it ends them.
 * Topics and services are named as people write them: {@code /joint_states}, {@code ~/status}; the
 * node's namespace and remappings are applied. A node need not hear what it publishes itself, and
 * over the embedded adapter it does not.
 */
public interface RosNode extends AutoCloseable {
  /** Its names. */
  NodeNames names();

  /**
   * Creates a publisher.
   *
   * @throws RosException when the middleware refuses
   */
  <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos);

  /**
   * Creates a subscription.
   *
   * @param listener called on a thread of the middleware
   * @throws RosException when the middleware refuses
   */
  default <M> RosSubscription subscribe(
      MessageType<M> type, String topic, Qos qos, MessageListener<M> listener) {
    return listen(type, topic, qos, SampleListener.of(listener));
  }

  /**
   * Creates a subscription that learns who sent a message, and what was refused.
   *
   * @param listener called on a thread of the middleware
   * @throws RosException when the middleware refuses
   */
  <M> RosSubscription listen(
      MessageType<M> type, String topic, Qos qos, SampleListener<M> listener);

  /**
   * Creates a service.
   *
   * @param handler called on the node's service thread
   * @throws RosException when the middleware refuses
   */
  <Q, R> RosService serve(ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler);

  /**
   * Creates a service that other services cannot hold up: what stops a robot must answer while a
   * parameter is checked or a transition is under way.
   *
   * @param handler called on a second service thread, which only such services share; it must not
   *     wait for anything
   * @throws RosException when the middleware refuses
   */
  <Q, R> RosService serveApart(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler);

  /**
   * Creates a client.
   *
   * @throws RosException when the middleware refuses
   */
  <Q, R> RosClient<Q, R> client(ServiceType<Q, R> type, String service);

  /**
   * Watches who publishes on a topic, whatever the publisher offers. It costs what a subscription
   * costs, so close it before the loop runs.
   *
   * @throws RosException when the middleware refuses
   */
  default TopicWatch watch(MessageType<?> type, String topic) {
    return watch(type, topic, Qos.STATE);
  }

  /**
   * Watches who publishes on a topic and offers what a subscription with such a quality of service
   * needs.
   *
   * @throws RosException when the middleware refuses
   */
  TopicWatch watch(MessageType<?> type, String topic, Qos qos);

  @Override
  void close();
}

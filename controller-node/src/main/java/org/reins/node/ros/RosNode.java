package org.reins.node.ros;

import java.util.List;
import java.util.function.Consumer;

/**
 * A node: publishers, subscriptions, services and clients under one name. Closing it ends them.
 * Topics and services have names as in configuration files: {@code /joint_states}, {@code
 * ~/status}; the node's namespace and remappings are applied. A node does not have to hear its own
 * messages, and over the embedded adapter it does not.
 */
public interface RosNode extends AutoCloseable {
  /** The node's names. */
  NodeNames names();

  /**
   * Names who is told, in one sentence, what goes wrong on this node's services: requests that are
   * dropped because too many arrive.
   */
  default void warnTo(Consumer<String> taker) {}

  /**
   * Creates a publisher.
   *
   * @throws RosException if the middleware refuses
   */
  <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos);

  /**
   * Creates a subscription.
   *
   * @param listener called on a middleware thread
   * @throws RosException if the middleware refuses
   */
  default <M> RosSubscription subscribe(
      MessageType<M> type, String topic, Qos qos, MessageListener<M> listener) {
    return listen(type, topic, qos, SampleListener.of(listener));
  }

  /**
   * Creates a subscription that also reports the sender of each message and refused samples.
   *
   * @param listener called on a middleware thread
   * @throws RosException if the middleware refuses
   */
  <M> RosSubscription listen(
      MessageType<M> type, String topic, Qos qos, SampleListener<M> listener);

  /**
   * Creates a service. Of more than a thousand calls at once or 200 per second, the rest may be
   * dropped.
   *
   * @param handler called on the node's service thread
   * @throws RosException if the middleware refuses
   */
  <Q, R> RosService serve(ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler);

  /**
   * Creates a service that other services cannot delay: a service that stops a robot must answer
   * while a parameter is checked, a transition is in progress, or a peer floods all else. Over the
   * embedded adapter its requests arrive on a socket of their own.
   *
   * @param handler called on a second service thread, which only these services share; it must not
   *     wait for anything
   * @throws RosException if the middleware refuses
   */
  <Q, R> RosService serveApart(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler);

  /**
   * Creates a client.
   *
   * @throws RosException if the middleware refuses
   */
  <Q, R> RosClient<Q, R> client(ServiceType<Q, R> type, String service);

  /**
   * Watches which nodes publish on a topic, whatever QoS the publishers offer. It costs as much as
   * a subscription, so close it before the loop runs.
   *
   * @throws RosException if the middleware refuses
   */
  default TopicWatch watch(MessageType<?> type, String topic) {
    return watch(type, topic, Qos.STATE);
  }

  /**
   * Watches which nodes publish on a topic and offer the QoS that such a subscription needs.
   *
   * @throws RosException if the middleware refuses
   */
  TopicWatch watch(MessageType<?> type, String topic, Qos qos);

  /** Full names of the nodes of other participants, as far as they have announced themselves. */
  default List<String> otherNodes() {
    return List.of();
  }

  @Override
  void close();
}

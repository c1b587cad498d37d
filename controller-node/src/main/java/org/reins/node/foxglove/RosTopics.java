package org.reins.node.foxglove;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.RawMessage;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosSubscription;

/**
 * Passes messages of the graph on, byte for byte. Its node exists only while somebody subscribes to
 * a channel, because every subscription costs the publisher a send. The wanted topics are
 * subscribed to with best effort, so that a publisher never waits for this process.
 */
final class RosTopics implements TopicSource {
  private final FoxgloveServer server;
  private final Supplier<RosNode> nodes;
  private final Map<String, List<String>> providers;
  private final Map<Channel, RosTopic> topics = new ConcurrentHashMap<>();
  private final Map<Channel, RosSubscription> subscriptions = new ConcurrentHashMap<>();
  private RosNode node;
  private volatile String nodeName = "";

  /**
   * Prepares without topics.
   *
   * @param nodes makes the node that subscribes
   * @param providers nodes that serve each service that is offered
   */
  RosTopics(FoxgloveServer server, Supplier<RosNode> nodes, Map<String, List<String>> providers) {
    this.server = server;
    this.nodes = nodes;
    this.providers = Map.copyOf(providers);
  }

  /**
   * Offers a topic.
   *
   * @param shown full name as clients see it
   */
  void offer(RosTopic topic, String shown) {
    Channel channel = server.add(shown, topic.schemaName(), topic.definition(), topic.keeps());
    topics.put(channel, topic);
  }

  /** Takes all topics back, and leaves the graph before it returns. */
  synchronized void withdraw() {
    topics.keySet().forEach(server::remove);
    topics.clear();
    close();
  }

  @Override
  public synchronized void want(Set<Channel> wanted) {
    if (wanted.isEmpty()) {
      close();
      return;
    }
    for (Channel channel : wanted) {
      RosTopic topic = topics.get(channel);
      if (topic != null && !subscriptions.containsKey(channel)) {
        subscriptions.put(channel, subscribe(channel, topic));
      }
    }
  }

  private RosSubscription subscribe(Channel channel, RosTopic topic) {
    if (node == null) {
      node = nodes.get();
      nodeName = node.names().node().full();
    }
    return node.subscribe(
        RawMessage.type(topic.wireName(), RosTopic.MOST_BYTES),
        topic.name(),
        topic.qos(),
        m -> server.publish(channel, NodeClock.wallNanos(), m.bytes));
  }

  private void close() {
    subscriptions.clear();
    nodeName = "";
    if (node != null) {
      node.close();
      node = null;
    }
  }

  @Override
  public ConnectionGraph graph() {
    Map<String, List<String>> publishers = new HashMap<>();
    Map<String, List<String>> subscribers = new HashMap<>();
    String self = nodeName;
    for (Channel channel : topics.keySet()) {
      RosSubscription s = subscriptions.get(channel);
      boolean listens = s != null && !self.isEmpty();
      publishers.put(channel.topic(), s == null ? List.of() : s.publishers());
      subscribers.put(channel.topic(), listens ? List.of(self) : List.of());
    }
    return new ConnectionGraph(publishers, subscribers, providers);
  }
}

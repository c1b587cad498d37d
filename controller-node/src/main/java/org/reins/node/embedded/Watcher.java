package org.reins.node.embedded;

import java.util.List;
import org.reins.node.ros.TopicWatch;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.subscriber.Subscriber;
import us.ihmc.pubsub.subscriber.SubscriberListener;

/** A reader that takes no samples. It only shows which writers it matches. */
final class Watcher<T> implements SubscriberListener<T>, TopicWatch {
  private final Matches matches = new Matches();
  private final NodeGraph graph;
  private Runnable removal;

  Watcher(NodeGraph graph) {
    this.graph = graph;
  }

  void open(Runnable removal) {
    this.removal = removal;
  }

  @Override
  public void onNewDataMessage(Subscriber<T> subscriber) {
    // Its history has a bounded number of samples, and the next sample replaces the oldest one.
  }

  @Override
  public void onSubscriptionMatched(Subscriber<T> subscriber, MatchingInfo info) {
    matches.take(info);
  }

  @Override
  public int others() {
    return matches.count();
  }

  @Override
  public List<String> publishers() {
    return graph.nodesOf(matches.others());
  }

  @Override
  public void close() {
    removal.run();
  }
}

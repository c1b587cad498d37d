package org.reins.node.embedded;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.reins.node.process.NodeFaults;
import org.reins.node.ros.RosSubscription;
import org.reins.node.ros.SampleListener;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.common.SampleInfo;
import us.ihmc.pubsub.subscriber.Subscriber;
import us.ihmc.pubsub.subscriber.SubscriberListener;

/** Passes received messages on. Samples that are not valid messages are counted and dropped. */
final class Reception<M> implements SubscriberListener<CdrTopicType.Sample<M>>, RosSubscription {
  private final CdrTopicType.Sample<M> sample;
  private final SampleListener<M> listener;
  private final NodeGraph graph;
  private final SampleInfo info = new SampleInfo();
  private final AtomicLong rejected = new AtomicLong();
  private final Matches matches = new Matches();
  private final ReceivingThread thread;

  /**
   * Makes a reception.
   *
   * @param thread raises the priority of the thread that delivers the samples; null leaves it
   *     unchanged
   */
  Reception(
      CdrTopicType.Sample<M> sample,
      SampleListener<M> listener,
      NodeGraph graph,
      ReceivingThread thread) {
    this.thread = thread;
    this.sample = sample;
    this.listener = listener;
    this.graph = graph;
  }

  @Override
  public void onNewDataMessage(Subscriber<CdrTopicType.Sample<M>> subscriber) {
    try {
      if (thread != null) {
        thread.raise();
      }
      sample.valid = false;
      if (!subscriber.takeNextData(sample, info)) {
        return;
      }
      long sender = Endpoint.number(info.getSampleIdentity().getGuid());
      if (sample.valid) {
        listener.receive(sample.message, sender);
      } else {
        rejected.incrementAndGet();
        listener.refused(sample.message, sender);
      }
    } catch (RuntimeException e) {
      // An exception here would end a thread of the middleware.
      rejected.incrementAndGet();
    } catch (Error e) {
      NodeFaults.escape(e);
    }
  }

  @Override
  public void onSubscriptionMatched(
      Subscriber<CdrTopicType.Sample<M>> subscriber, MatchingInfo info) {
    matches.take(info);
  }

  @Override
  public long rejected() {
    return rejected.get();
  }

  @Override
  public int matched() {
    return matches.count();
  }

  @Override
  public List<String> publishers() {
    return graph.nodesOf(matches.others());
  }
}

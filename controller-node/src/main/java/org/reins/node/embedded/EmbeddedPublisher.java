package org.reins.node.embedded;

import java.io.IOException;
import org.reins.node.ros.RosPublisher;
import us.ihmc.pubsub.publisher.Publisher;

/** A publisher; used by one thread at a time. */
final class EmbeddedPublisher<M> implements RosPublisher<M> {
  private final Publisher publisher;
  private final Matches matches;
  private final SendGate gate;
  private CdrTopicType.Sample<M> sample;

  EmbeddedPublisher(Publisher publisher, Matches matches, SendGate gate) {
    this.gate = gate;
    this.publisher = publisher;
    this.matches = matches;
  }

  @Override
  public boolean publish(M message) {
    if (sample == null || sample.message != message) {
      // Once per message object, because senders reuse their objects.
      sample = new CdrTopicType.Sample<>(message);
    }
    if (!gate.enter()) {
      return false;
    }
    try {
      publisher.write(sample);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    } finally {
      gate.leave();
    }
  }

  @Override
  public int matched() {
    return matches.count();
  }
}

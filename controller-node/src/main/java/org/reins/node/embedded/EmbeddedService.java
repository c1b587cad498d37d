package org.reins.node.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.reins.node.process.NodeClock;
import org.reins.node.process.NodeFaults;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.RosService;
import org.reins.node.ros.ServiceHandler;
import org.reins.node.ros.ServiceType;
import us.ihmc.pubsub.common.SampleInfo;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.subscriber.Subscriber;
import us.ihmc.pubsub.subscriber.SubscriberListener;

/**
 * A service for both kinds of clients, distinguished per request. A request of rmw_fastrtps carries
 * a related identity, the client's reader, and its reply must be marked with this identity. A
 * request of rmw_cyclonedds does not carry one. It starts with the client's number and a sequence
 * number, which its reply repeats. A reply is delayed until the client's reader is matched;
 * otherwise it would be lost.
 */
final class EmbeddedService<Q, R> implements SubscriberListener<RawSample>, RosService {
  private static final long HOLD_NANOS = 3_000_000_000L;
  // After this time, a reader whose name was lost is assumed to be the requester's.
  private static final long NAMING_NANOS = 100_000_000L;
  private static final long LOOK_AGAIN_MS = 5;
  private static final long GREETING_MS = 25;
  private static final int MOST_REMEMBERED = 1024;

  private final ServiceType<Q, R> type;
  private final ServiceHandler<Q, R> handler;
  private final ServiceThread thread;
  private final SendGate gate;
  private final CallBudget budget;
  private final Consumer<String> warnings;
  // Of the service's thread: a new one for each reply would be most of the garbage of a flood.
  private final RawSample reply = new RawSample(ServiceType.RESPONSE_BYTES);
  private final RawSample received = new RawSample(ServiceType.REQUEST_BYTES);
  private final SampleInfo info = new SampleInfo();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong unsent = new AtomicLong();
  private final Set<Endpoint> greeted =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Endpoint, Boolean> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });
  private volatile Publisher replies;
  private volatile Matches readers;
  private volatile IdentifiedWriter identified;

  /** The receiver of a reply: given by a related identity or by a header. */
  private record Asker(Endpoint related, long sequence, Endpoint writer, long cycloneClient) {
    boolean isCyclone() {
      return !related.isKnown();
    }
  }

  /**
   * Makes a service without its topics.
   *
   * @param thread calls the handler and sends the replies
   * @param budget which requests are worked on
   * @param warnings receives a sentence when requests are dropped
   */
  EmbeddedService(
      ServiceType<Q, R> type,
      ServiceHandler<Q, R> handler,
      ServiceThread thread,
      SendGate gate,
      CallBudget budget,
      Consumer<String> warnings) {
    this.gate = gate;
    this.budget = budget;
    this.warnings = warnings;
    this.type = type;
    this.handler = handler;
    this.thread = thread;
  }

  /** Sets the publisher of replies. Before that, requests wait. */
  void open(Publisher publisher, Matches matches) {
    readers = matches;
    identified = IdentifiedWriter.open(publisher);
    replies = publisher;
  }

  @Override
  public String limitation() {
    return identified != null
        ? ""
        : "on this system clients of rmw_fastrtps get no answer, those of rmw_cyclonedds do:"
            + " the middleware did not pass the self-test of identified replies";
  }

  @Override
  public void onNewDataMessage(Subscriber<RawSample> subscriber) {
    try {
      if (!subscriber.takeNextData(received, info)) {
        return;
      }
      if (!budget.admits(NodeClock.nanos())) {
        return;
      }
      byte[] bytes = Arrays.copyOf(received.bytes, received.length);
      Endpoint related = Endpoint.of(info.getRelatedSampleIdentity().getGuid());
      Endpoint writer = Endpoint.of(info.getSampleIdentity().getGuid());
      long sequence = info.getSampleIdentity().getSequenceNumber().get();
      if (!thread.submit(() -> answer(bytes, related, writer, sequence))) {
        rejected.incrementAndGet();
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
      Subscriber<RawSample> subscriber, us.ihmc.pubsub.common.MatchingInfo matching) {
    // A request shows its sender.
  }

  private void answer(byte[] bytes, Endpoint related, Endpoint writer, long sequence) {
    String news = budget.news(NodeClock.nanos());
    if (!news.isEmpty()) {
      warnings.accept(news);
    }
    CdrReader in = new CdrReader();
    boolean valid = in.start(ByteBuffer.wrap(bytes));
    long client = 0;
    long number = sequence;
    if (valid && !related.isKnown()) {
      client = in.int64();
      number = in.int64();
    }
    R response;
    try {
      Q request = valid ? type.request().read(in) : null;
      if (!in.ok()) {
        rejected.incrementAndGet();
        return;
      }
      response = handler.answer(request);
    } catch (RuntimeException e) {
      rejected.incrementAndGet();
      return;
    }
    send(response, new Asker(related, number, writer, client), NodeClock.nanos() + HOLD_NANOS);
  }

  private void send(R response, Asker asker, long until) {
    boolean unnamed =
        replies != null
            && readers.hasUnnamed()
            && NodeClock.nanos() > until - HOLD_NANOS + NAMING_NANOS;
    if (replies == null || !(isHeardBy(asker) || unnamed)) {
      boolean waits =
          NodeClock.nanos() < until
              && thread.later(() -> send(response, asker, until), LOOK_AGAIN_MS);
      if (!waits) {
        unsent.incrementAndGet();
      }
      return;
    }
    if (!gate.enter()) {
      unsent.incrementAndGet();
      return;
    }
    try {
      if (!write(response, asker, until)) {
        unsent.incrementAndGet();
      }
    } finally {
      gate.leave();
    }
  }

  private boolean write(R response, Asker asker, long until) {
    if (!asker.isCyclone()) {
      return writeIdentified(response, asker);
    } else if (greeted.add(asker.writer)) {
      // Cyclone DDS drops data that arrive with the first heartbeat of a writer. A reply without a
      // receiver is therefore sent first, and the real one after that heartbeat.
      return write(response, 0, 0) && thread.later(() -> send(response, asker, until), GREETING_MS);
    } else {
      return write(response, asker.cycloneClient, asker.sequence);
    }
  }

  private boolean write(R response, long client, long sequence) {
    try {
      replies.write(encode(response, true, client, sequence));
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private boolean writeIdentified(R response, Asker asker) {
    try {
      RawSample sample = encode(response, false, 0, 0);
      return identified != null
          && identified.write(sample.bytes, sample.length, asker.related.bytes(), asker.sequence)
              != 0;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private RawSample encode(R response, boolean header, long client, long sequence) {
    ByteBuffer out = ByteBuffer.wrap(reply.bytes);
    CdrWriter writer = new CdrWriter();
    writer.start(out);
    if (header) {
      writer.int64(client);
      writer.int64(sequence);
    }
    type.response().write(response, writer);
    reply.length = out.position();
    return reply;
  }

  private boolean isHeardBy(Asker asker) {
    return asker.related.isReader()
        ? readers.has(asker.related)
        : readers.hasParticipantOf(asker.isCyclone() ? asker.writer : asker.related);
  }

  @Override
  public long rejected() {
    return rejected.get() + budget.dropped();
  }

  @Override
  public long unsent() {
    return unsent.get();
  }
}

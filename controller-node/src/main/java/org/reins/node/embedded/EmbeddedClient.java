package org.reins.node.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.reins.node.process.NodeClock;
import org.reins.node.process.NodeFaults;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosException;
import org.reins.node.ros.ServiceType;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.common.SampleInfo;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.subscriber.Subscriber;
import us.ihmc.pubsub.subscriber.SubscriberListener;

/**
 * A client that sends requests like rmw_fastrtps, with the identity of its reader, or like
 * rmw_cyclonedds, with a header.
 */
final class EmbeddedClient<Q, R> implements SubscriberListener<RawSample>, RosClient<Q, R> {
  private static final int MOST_OPEN = 1024;

  private final ServiceType<Q, R> type;
  private final boolean cyclone;
  private final SendGate gate;
  private final long number;
  private final Matches servers = new Matches();
  private final Map<Long, CompletableFuture<R>> open = new ConcurrentHashMap<>();
  private final RawSample received = new RawSample(ServiceType.RESPONSE_BYTES);
  private final SampleInfo info = new SampleInfo();
  private Publisher requests;
  private Matches requestReaders;
  private IdentifiedWriter identified;
  private Endpoint reader;
  private long lastSequence;

  EmbeddedClient(ServiceType<Q, R> type, boolean cyclone, SendGate gate) {
    this.gate = gate;
    this.type = type;
    this.cyclone = cyclone;
    number = new SplittableRandom(NodeClock.nanos() ^ ProcessHandle.current().pid()).nextLong();
  }

  void open(Publisher publisher, Matches matches, Subscriber<RawSample> subscriber) {
    requests = publisher;
    requestReaders = matches;
    reader = Endpoint.of(subscriber.getGuid());
    identified = cyclone ? null : IdentifiedWriter.open(publisher);
    if (!cyclone && identified == null) {
      throw new RosException(
          "this system does not let Reins call services as rmw_fastrtps does: set"
              + " RMW_IMPLEMENTATION=rmw_cyclonedds_cpp",
          null);
    }
  }

  @Override
  public boolean isReady() {
    return servers.count() > 0 && requestReaders.count() > 0;
  }

  @Override
  public synchronized CompletableFuture<R> call(Q request) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    if (!gate.enter()) {
      answer.completeExceptionally(new IOException("the node is closed"));
      return answer;
    }
    try {
      send(request, answer);
    } finally {
      gate.leave();
    }
    return answer;
  }

  private void send(Q request, CompletableFuture<R> answer) {
    RawSample sample = new RawSample(ServiceType.REQUEST_BYTES);
    ByteBuffer out = ByteBuffer.wrap(sample.bytes);
    CdrWriter writer = new CdrWriter();
    try {
      if (open.size() >= MOST_OPEN) {
        throw new IOException(MOST_OPEN + " requests are open");
      }
      writer.start(out);
      long sequence = lastSequence + 1;
      if (cyclone) {
        writer.int64(number);
        writer.int64(sequence);
        // Registered before it is sent, because the answer may be faster than this thread.
        open.put(sequence, answer);
      }
      type.request().write(request, writer);
      sample.length = out.position();
      synchronized (open) {
        if (cyclone) {
          requests.write(sample);
        } else {
          sequence =
              identified.write(
                  sample.bytes, sample.length, reader.bytes(), IdentifiedWriter.NO_SEQUENCE);
          if (sequence == 0) {
            throw new IOException("the middleware rejected the request");
          }
          open.put(sequence, answer);
        }
        lastSequence = sequence;
      }
      forget(sequence, answer);
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  /** An answer that its caller no longer waits for, because it gave up, takes no place. */
  private void forget(long sequence, CompletableFuture<R> answer) {
    CompletableFuture<R> unused = answer.whenComplete((r, failure) -> open.remove(sequence));
  }

  @Override
  public void onNewDataMessage(Subscriber<RawSample> subscriber) {
    try {
      if (!subscriber.takeNextData(received, info)) {
        return;
      }
      CdrReader in = new CdrReader();
      if (!in.start(ByteBuffer.wrap(received.bytes, 0, received.length))) {
        return;
      }
      long sequence = info.getRelatedSampleIdentity().getSequenceNumber().get();
      if (cyclone) {
        long client = in.int64();
        sequence = in.int64();
        if (client != number) {
          return;
        }
      } else if (!Endpoint.of(info.getRelatedSampleIdentity().getGuid()).equals(reader)) {
        return;
      }
      CompletableFuture<R> answer;
      synchronized (open) {
        answer = open.remove(sequence);
      }
      R response = type.response().read(in);
      if (answer != null && in.ok()) {
        answer.complete(response);
      }
    } catch (RuntimeException e) {
      // An exception here would end a thread of the middleware. The caller notices by its timeout.
      received.length = 0;
    } catch (Error e) {
      NodeFaults.escape(e);
    }
  }

  @Override
  public void onSubscriptionMatched(Subscriber<RawSample> subscriber, MatchingInfo matching) {
    servers.take(matching);
  }
}

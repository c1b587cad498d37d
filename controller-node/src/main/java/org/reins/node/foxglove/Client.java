package org.reins.node.foxglove;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One client: its subscriptions, and what waits to be sent to it. Thread-safe. */
final class Client {
  /** Subscriptions that a client may have. */
  static final int MOST_SUBSCRIPTIONS = 256;

  /** Requests to other nodes that a client may have in progress. */
  static final int MOST_PENDING = 16;

  private static final byte MESSAGE_DATA = 1;
  private static final int HEAD = 1 + Integer.BYTES + Long.BYTES;
  private static final int BATCH = 1 << 16;
  private static final String LOST = "lost";
  private static final long TELL_NANOS = 1_000_000_000L;
  private static final long RECOVERED_NANOS = 10_000_000_000L;
  private static final long PING_NANOS = 20_000_000_000L;

  /** The connection. */
  interface Wire {
    /**
     * Sends messages in order.
     *
     * @param done called when the connection has taken them all
     */
    void send(List<Outbox.Item> batch, Runnable done);

    /** Asks for a sign of life. */
    void ping();

    /** Ends the connection, with one sentence. */
    void end(String why);
  }

  private final Wire wire;
  private final boolean mayAct;
  private final Outbox outbox = new Outbox();
  private final AtomicBoolean sending = new AtomicBoolean();
  private final AtomicInteger pending = new AtomicInteger();
  // By channel: what data need. By subscription: what clients name.
  private final Map<Integer, Integer> byChannel = new ConcurrentHashMap<>();
  private final Map<Integer, Channel> bySubscription = new HashMap<>();
  private final Set<String> watched = new HashSet<>();
  private volatile boolean watchesGraph;
  private volatile boolean ended;
  // Of the sending thread.
  private String graph = "";
  private long told;
  private long toldNanos;
  private long pinged;

  Client(Wire wire, boolean mayAct) {
    this.wire = wire;
    this.mayAct = mayAct;
  }

  /** Whether it may set parameters and call services. */
  boolean mayAct() {
    return mayAct;
  }

  /** Begins a request to another node; false if too many are in progress. */
  boolean begin() {
    if (pending.incrementAndGet() > MOST_PENDING) {
      pending.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Such a request has ended. */
  void end() {
    pending.decrementAndGet();
  }

  /** Subscribes; returns why not, as one sentence, empty if it is done. */
  synchronized String subscribe(int subscription, Channel channel) {
    if (bySubscription.containsKey(subscription)) {
      return "subscription "
          + Integer.toUnsignedString(subscription)
          + " exists already: use another number";
    }
    if (byChannel.containsKey(channel.id())) {
      return channel.topic() + " is subscribed to already: one subscription per channel is enough";
    }
    if (bySubscription.size() >= MOST_SUBSCRIPTIONS) {
      return "this client has " + MOST_SUBSCRIPTIONS + " subscriptions: end one of them first";
    }
    bySubscription.put(subscription, channel);
    byChannel.put(channel.id(), subscription);
    return "";
  }

  /** Ends a subscription; returns whether there was one. */
  synchronized boolean unsubscribe(int subscription) {
    Channel channel = bySubscription.remove(subscription);
    if (channel == null) {
      return false;
    }
    byChannel.remove(channel.id());
    outbox.forget(subscription);
    return true;
  }

  /** A channel is gone. */
  synchronized void forget(Channel channel) {
    Integer subscription = byChannel.get(channel.id());
    if (subscription != null) {
      unsubscribe(subscription);
    }
  }

  /** Whether it subscribes to a channel. */
  boolean wants(Channel channel) {
    return byChannel.containsKey(channel.id());
  }

  /** Number of its subscriptions. */
  int subscriptions() {
    return byChannel.size();
  }

  /** Watches parameters by name. */
  synchronized void watch(List<String> names) {
    watched.addAll(names);
  }

  /** No longer watches them; all of them for an empty list. */
  synchronized void unwatch(List<String> names) {
    if (names.isEmpty()) {
      watched.clear();
    } else {
      names.forEach(watched::remove);
    }
  }

  /** Whether it watches a parameter. */
  synchronized boolean watches(String name) {
    return watched.contains(name);
  }

  /** Whether it watches the graph. */
  boolean watchesGraph() {
    return watchesGraph;
  }

  /** Begins or ends to watch the graph. */
  void watchGraph(boolean on) {
    watchesGraph = on;
  }

  /** Queues a message of a channel, if the client subscribes to it. */
  void offer(Channel channel, long wallNanos, byte[] cdr) {
    Integer subscription = byChannel.get(channel.id());
    if (subscription == null || ended) {
      return;
    }
    byte[] frame = new byte[HEAD + cdr.length];
    ByteBuffer.wrap(frame)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MESSAGE_DATA)
        .putInt(subscription)
        .putLong(wallNanos)
        .put(cdr);
    if (channel.latched()) {
      outbox.latest(subscription, frame);
    } else {
      outbox.message(frame);
    }
  }

  /** Queues a text. */
  void say(String json) {
    answer(new Outbox.Item(true, json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Queues an answer. A client that does not read its answers has to go. */
  void answer(Outbox.Item item) {
    if (!ended && !outbox.answer(item)) {
      ended = true;
      wire.end("the client does not read its answers");
    }
  }

  /** Sending thread: sends what waits, if the connection has taken what was sent before. */
  void flush(long now) {
    if (now - pinged > PING_NANOS) {
      pinged = now;
      wire.ping();
    }
    if (!sending.compareAndSet(false, true)) {
      return;
    }
    tellLosses(now);
    List<Outbox.Item> batch = outbox.take(BATCH);
    if (batch.isEmpty()) {
      sending.set(false);
    } else {
      wire.send(batch, () -> sending.set(false));
    }
  }

  /** Sending thread: tells the graph, if it is not what was told before. */
  void tellGraph(ConnectionGraph now) {
    String json = watchesGraph ? now.json() : "";
    if (!json.isEmpty() && !json.equals(graph)) {
      say(json);
    }
    graph = json;
  }

  private void tellLosses(long now) {
    long dropped = outbox.dropped();
    if (dropped > told && now - toldNanos > TELL_NANOS) {
      say(
          FoxgloveJson.status(
              FoxgloveJson.WARNING,
              dropped
                  + " messages were dropped, because this client takes them more slowly than they"
                  + " come: subscribe to fewer topics",
              LOST));
      told = dropped;
      toldNanos = now;
    } else if (told > 0 && toldNanos != 0 && now - toldNanos > RECOVERED_NANOS) {
      say(FoxgloveJson.removeStatus(LOST));
      toldNanos = 0;
    }
  }

  /** Messages that it lost. */
  long lost() {
    return outbox.dropped();
  }

  /** Bytes that wait for it. */
  int waiting() {
    return outbox.waiting();
  }

  /** Ends the connection. */
  void end(String why) {
    ended = true;
    wire.end(why);
  }
}

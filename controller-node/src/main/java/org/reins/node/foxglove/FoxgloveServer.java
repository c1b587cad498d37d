package org.reins.node.foxglove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;

/**
 * Channels and the clients that subscribe to them. Whoever publishes a message only queues it; one
 * thread sends what waits every {@value #TICK_MS} ms. So no client can hold up a publisher, and
 * what waits for one is bounded. Thread-safe. The connections are made by the page's server.
 */
public final class FoxgloveServer implements AutoCloseable {
  /** Largest number of clients. */
  static final int MOST_CLIENTS = 16;

  private static final long TICK_MS = 4;
  private static final long TICK_NANOS = TICK_MS * 1_000_000;
  private static final long GRAPH_NANOS = 1_000_000_000L;

  private final String name;
  private final Map<String, String> metadata;
  private final FoxgloveParameters parameters;
  private final FoxgloveServices services;
  private final String session = UUID.randomUUID().toString();
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final Map<Integer, Channel> channels = new LinkedHashMap<>();
  private final Map<Integer, byte[]> latched = new HashMap<>();
  private final Map<Integer, Long> latchedNanos = new HashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final WantedTopics wanted = new WantedTopics();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private long graphNanos;

  /**
   * Starts without channels.
   *
   * @param name shown in clients
   * @param metadata names and values, for people
   */
  public FoxgloveServer(
      String name,
      Map<String, String> metadata,
      FoxgloveParameters parameters,
      FoxgloveServices services) {
    this.name = name;
    this.metadata = Map.copyOf(metadata);
    this.parameters = parameters;
    this.services = services;
    parameters.listen(this::changed);
    thread = new Thread(this::run, "reins-foxglove");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (t, e) -> System.err.println("reins: Foxglove ended: " + e + "; the rest goes on"));
    thread.start();
  }

  /**
   * Adds a channel and tells all clients.
   *
   * @param topic full name
   * @param schemaName its type, such as {@code sensor_msgs/msg/JointState}
   * @param schema ros2msg definition, with those of its parts
   * @param keeps whether a late subscriber gets the last message, and only the last one matters
   */
  public Channel add(String topic, String schemaName, String schema, boolean keeps) {
    Channel made = new Channel(numbers.incrementAndGet(), topic, schemaName, schema, keeps);
    synchronized (this) {
      channels.put(made.id(), made);
      clients.forEach(c -> c.say(FoxgloveJson.advertise(List.of(made))));
    }
    return made;
  }

  /** Removes a channel and tells all clients. */
  public synchronized void remove(Channel channel) {
    if (channels.remove(channel.id()) != null) {
      latched.remove(channel.id());
      for (Client c : clients) {
        c.forget(channel);
        c.say(FoxgloveJson.unadvertise(channel));
      }
    }
  }

  /**
   * The source that feeds channels while they are wanted.
   *
   * @param source in place of an earlier one, which is told that nothing is wanted; null for none
   */
  public void feed(TopicSource source) {
    wanted.source(source);
    changed();
  }

  /**
   * Queues a message for those who subscribe to its channel. May be called on any thread but the
   * control thread.
   *
   * @param wallNanos time at which it was received, ns since 1970
   * @param cdr with its encapsulation header; not modified afterwards
   */
  public void publish(Channel channel, long wallNanos, byte[] cdr) {
    if (channel.latched()) {
      synchronized (this) {
        latched.put(channel.id(), cdr);
        latchedNanos.put(channel.id(), wallNanos);
        clients.forEach(c -> c.offer(channel, wallNanos, cdr));
      }
      return;
    }
    for (Client c : clients) {
      c.offer(channel, wallNanos, cdr);
    }
  }

  /** Number of clients. */
  public int clients() {
    return clients.size();
  }

  /** Messages that slow clients lost, of those that are connected. */
  public long lost() {
    return clients.stream().mapToLong(Client::lost).sum();
  }

  /** Bytes that wait for all clients together. */
  public long waiting() {
    return clients.stream().mapToLong(Client::waiting).sum();
  }

  /** Number of clients that subscribe to a channel. */
  long wantedBy(Channel channel) {
    return clients.stream().filter(c -> c.wants(channel)).count();
  }

  FoxgloveParameters parameters() {
    return parameters;
  }

  FoxgloveServices services() {
    return services;
  }

  synchronized Channel channel(int id) {
    return channels.get(id);
  }

  /** The service of a number; null if there is none. */
  ServiceSpec service(int id) {
    return services.all().stream().filter(s -> s.id() == id).findFirst().orElse(null);
  }

  /** A client has connected; returns false if there are too many. */
  boolean join(Client client) {
    synchronized (this) {
      if (clients.size() >= MOST_CLIENTS || !running) {
        return false;
      }
      List<String> capabilities = new ArrayList<>(List.of("connectionGraph"));
      if (!parameters.names().isEmpty()) {
        capabilities.addAll(List.of("parameters", "parametersSubscribe"));
      }
      if (!services.all().isEmpty()) {
        capabilities.add("services");
      }
      client.say(FoxgloveJson.serverInfo(name, capabilities, metadata, session));
      if (!channels.isEmpty()) {
        client.say(FoxgloveJson.advertise(channels.values()));
      }
      if (!services.all().isEmpty()) {
        client.say(FoxgloveJson.advertiseServices(services.all()));
      }
      clients.add(client);
    }
    LockSupport.unpark(thread);
    return true;
  }

  /** A client has gone. */
  void leave(Client client) {
    if (clients.remove(client)) {
      changed();
    }
  }

  /** A client has subscribed to a channel. */
  void subscribed(Client client, Channel channel) {
    synchronized (this) {
      byte[] last = latched.get(channel.id());
      if (last != null) {
        client.offer(channel, latchedNanos.get(channel.id()), last);
      }
    }
    changed();
  }

  /** Subscriptions have changed. */
  void changed() {
    Set<Channel> all = new HashSet<>();
    synchronized (this) {
      for (Channel channel : channels.values()) {
        if (clients.stream().anyMatch(c -> c.wants(channel))) {
          all.add(channel);
        }
      }
    }
    wanted.now(all);
  }

  private void changed(Map<String, ParameterValue> values) {
    for (Client c : clients) {
      Map<String, ParameterValue> watched = new HashMap<>(values);
      watched.keySet().removeIf(n -> !c.watches(n));
      if (!watched.isEmpty()) {
        c.say(FoxgloveJson.values(watched, null));
      }
    }
  }

  private void run() {
    try {
      while (running) {
        long now = NodeClock.nanos();
        boolean tellsGraph = now - graphNanos > GRAPH_NANOS;
        if (tellsGraph && clients.stream().anyMatch(Client::watchesGraph)) {
          graphNanos = now;
          ConnectionGraph graph = wanted.graph();
          clients.forEach(c -> c.tellGraph(graph));
        }
        clients.forEach(c -> flush(c, now));
        if (clients.isEmpty()) {
          LockSupport.park();
        } else {
          LockSupport.parkNanos(TICK_NANOS);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private static void flush(Client client, long now) {
    try {
      client.flush(now);
    } catch (RuntimeException e) {
      // One client must not end the others.
      client.end("nothing can be sent to it: " + e.getMessage());
    }
  }

  /** One sentence on a failure. */
  static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
    for (Client c : clients) {
      c.end("the page has ended");
    }
    wanted.close();
  }
}

package org.reins.node.inprocess;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosService;
import org.reins.node.ros.RosSubscription;
import org.reins.node.ros.SampleListener;
import org.reins.node.ros.ServiceHandler;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.TopicWatch;

/**
 * Nodes in one JVM: a published message is encoded, decoded and delivered on the publisher's thread
 * before publish returns.
 */
public final class InProcessBackend implements RosBackend {
  private final Map<String, List<Reception<?>>> receptions = new ConcurrentHashMap<>();
  private final Map<String, byte[]> latched = new ConcurrentHashMap<>();
  private final Map<String, ServiceHandler<?, ?>> services = new ConcurrentHashMap<>();
  private final List<Source> publishers = new CopyOnWriteArrayList<>();
  private final AtomicLong lastSource = new AtomicLong();

  /** A publisher. */
  private record Source(String topic, Qos qos, NodeNames node, long number) {}

  @Override
  public RosNode createNode(NodeNames names) {
    return new InProcessNode(names);
  }

  /** Delivers raw bytes on a topic, as a peer could send them. */
  public void inject(String topic, byte[] bytes) {
    for (Reception<?> r : at(topic)) {
      r.deliver(bytes, 0);
    }
  }

  private List<Source> others(String topic, Qos qos, InProcessNode than) {
    return publishers.stream()
        .filter(p -> p.topic.equals(topic) && qos.hears(p.qos) && !than.published.contains(p))
        .toList();
  }

  private static List<String> nodes(List<Source> of) {
    return of.stream().map(p -> p.node.node().full()).distinct().sorted().toList();
  }

  private List<Reception<?>> at(String topic) {
    return receptions.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>());
  }

  private final class InProcessNode implements RosNode {
    private final NodeNames names;
    private final List<Reception<?>> mine = new CopyOnWriteArrayList<>();
    private final List<Source> published = new CopyOnWriteArrayList<>();
    private final List<String> served = new CopyOnWriteArrayList<>();

    InProcessNode(NodeNames names) {
      this.names = names;
    }

    @Override
    public NodeNames names() {
      return names;
    }

    @Override
    public TopicWatch watch(MessageType<?> type, String topic, Qos qos) {
      String name = names.resolve(topic);
      return new TopicWatch() {
        @Override
        public int others() {
          return InProcessBackend.this.others(name, qos, InProcessNode.this).size();
        }

        @Override
        public List<String> publishers() {
          return nodes(InProcessBackend.this.others(name, qos, InProcessNode.this));
        }

        @Override
        public void close() {
          // It held no resources.
        }
      };
    }

    @Override
    public <Q, R> RosService serve(
        ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
      services.put(names.resolve(service), handler);
      served.add(names.resolve(service));
      return new RosService() {
        @Override
        public long rejected() {
          return 0;
        }

        @Override
        public String limitation() {
          return "";
        }

        @Override
        public long unsent() {
          return 0;
        }
      };
    }

    @Override
    public <Q, R> RosService serveApart(
        ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
      // Every call runs on its caller's thread: no thread waits for another one.
      return serve(type, service, handler);
    }

    @Override
    public <Q, R> RosClient<Q, R> client(ServiceType<Q, R> type, String service) {
      String name = names.resolve(service);
      return new RosClient<>() {
        @Override
        public boolean isReady() {
          return services.containsKey(name);
        }

        @Override
        @SuppressWarnings("unchecked")
        public CompletableFuture<R> call(Q request) {
          ServiceHandler<Q, R> handler = (ServiceHandler<Q, R>) services.get(name);
          if (handler == null) {
            return new CompletableFuture<>();
          }
          return CompletableFuture.completedFuture(
              copy(type.response(), handler.answer(copy(type.request(), request))));
        }
      };
    }

    /** Encodes and decodes as over a wire. */
    private static <T> T copy(Codec<T> codec, T value) {
      ByteBuffer buffer = ByteBuffer.allocate(ServiceType.RESPONSE_BYTES);
      CdrWriter writer = new CdrWriter();
      writer.start(buffer);
      codec.write(value, writer);
      buffer.flip();
      CdrReader reader = new CdrReader();
      reader.start(buffer);
      T copy = codec.read(reader);
      if (!reader.ok()) {
        throw new IllegalStateException("a codec does not read what it wrote of " + value);
      }
      return copy;
    }

    @Override
    public <M> RosPublisher<M> publisher(MessageType<M> type, String unresolved, Qos qos) {
      String topic = names.resolve(unresolved);
      Source source = new Source(topic, qos, names, lastSource.incrementAndGet());
      publishers.add(source);
      published.add(source);
      ByteBuffer buffer = ByteBuffer.allocate(type.maxSize());
      CdrWriter writer = new CdrWriter();
      return new RosPublisher<>() {
        @Override
        public boolean publish(M message) {
          buffer.clear();
          writer.start(buffer);
          type.write(message, writer);
          byte[] bytes = new byte[buffer.position()];
          buffer.flip();
          buffer.get(bytes);
          if (qos.latched()) {
            latched.put(topic, bytes);
          }
          for (Reception<?> r : at(topic)) {
            if (r.qos.hears(qos)) {
              r.deliver(bytes, source.number);
            }
          }
          return true;
        }

        @Override
        public int matched() {
          return (int) at(topic).stream().filter(r -> r.qos.hears(qos)).count();
        }
      };
    }

    @Override
    public <M> RosSubscription listen(
        MessageType<M> type, String unresolved, Qos qos, SampleListener<M> listener) {
      String topic = names.resolve(unresolved);
      Reception<M> reception = new Reception<>(type, qos, listener, () -> others(topic, qos, this));
      at(topic).add(reception);
      mine.add(reception);
      byte[] last = latched.get(topic);
      if (last != null && qos.latched()) {
        reception.deliver(last, 0);
      }
      return reception;
    }

    @Override
    public void close() {
      receptions.values().forEach(list -> list.removeAll(mine));
      published.forEach(publishers::remove);
      served.forEach(services::remove);
    }
  }

  private static final class Reception<M> implements RosSubscription {
    private final MessageType<M> type;
    private final M message;
    private final Qos qos;
    private final SampleListener<M> listener;
    private final Supplier<List<Source>> sources;
    private final CdrReader reader = new CdrReader();
    private final AtomicLong rejected = new AtomicLong();

    Reception(
        MessageType<M> type, Qos qos, SampleListener<M> listener, Supplier<List<Source>> sources) {
      this.type = type;
      this.qos = qos;
      this.message = type.create();
      this.listener = listener;
      this.sources = sources;
    }

    synchronized void deliver(byte[] bytes, long sender) {
      if (bytes.length <= type.maxSize()
          && reader.start(ByteBuffer.wrap(bytes))
          && type.read(reader, message)
          && reader.ok()) {
        listener.receive(message, sender);
      } else {
        rejected.incrementAndGet();
        listener.refused(message, sender);
      }
    }

    @Override
    public long rejected() {
      return rejected.get();
    }

    @Override
    public int matched() {
      return sources.get().size();
    }

    @Override
    public List<String> publishers() {
      return nodes(sources.get());
    }
  }
}

package org.reins.node.inprocess;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageListener;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosService;
import org.reins.node.ros.RosSubscription;
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
  private final List<String> publishers = new CopyOnWriteArrayList<>();

  @Override
  public RosNode createNode(NodeNames names) {
    return new InProcessNode(names);
  }

  /** Delivers raw bytes on a topic, as any peer could send them. */
  public void inject(String topic, byte[] bytes) {
    for (Reception<?> r : at(topic)) {
      r.deliver(bytes);
    }
  }

  private List<Reception<?>> at(String topic) {
    return receptions.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>());
  }

  private final class InProcessNode implements RosNode {
    private final NodeNames names;
    private final List<Reception<?>> mine = new CopyOnWriteArrayList<>();
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final List<String> served = new CopyOnWriteArrayList<>();

    InProcessNode(NodeNames names) {
      this.names = names;
    }

    @Override
    public NodeNames names() {
      return names;
    }

    @Override
    public TopicWatch watch(MessageType<?> type, String topic) {
      String name = names.resolve(topic);
      return new TopicWatch() {
        @Override
        public int others() {
          return Collections.frequency(publishers, name) - Collections.frequency(published, name);
        }

        @Override
        public void close() {
          // It held nothing.
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
      // Every call runs on its caller's thread: nobody waits for another one.
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

    /** As it would come over a wire. */
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
      publishers.add(topic);
      published.add(topic);
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
          inject(topic, bytes);
          return true;
        }

        @Override
        public int matched() {
          return at(topic).size();
        }
      };
    }

    @Override
    public <M> RosSubscription subscribe(
        MessageType<M> type, String unresolved, Qos qos, MessageListener<M> listener) {
      String topic = names.resolve(unresolved);
      Reception<M> reception =
          new Reception<>(
              type,
              listener,
              () ->
                  Collections.frequency(publishers, topic)
                      - Collections.frequency(published, topic));
      at(topic).add(reception);
      mine.add(reception);
      byte[] last = latched.get(topic);
      if (last != null && qos.latched()) {
        reception.deliver(last);
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
    private final MessageListener<M> listener;
    private final IntSupplier others;
    private final CdrReader reader = new CdrReader();
    private final AtomicLong rejected = new AtomicLong();

    Reception(MessageType<M> type, MessageListener<M> listener, IntSupplier others) {
      this.others = others;
      this.type = type;
      this.message = type.create();
      this.listener = listener;
    }

    synchronized void deliver(byte[] bytes) {
      if (reader.start(ByteBuffer.wrap(bytes)) && type.read(reader, message) && reader.ok()) {
        listener.receive(message);
      } else {
        rejected.incrementAndGet();
      }
    }

    @Override
    public long rejected() {
      return rejected.get();
    }

    @Override
    public int matched() {
      return others.getAsInt();
    }
  }
}

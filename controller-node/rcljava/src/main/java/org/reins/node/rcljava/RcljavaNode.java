package org.reins.node.rcljava;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.reins.node.process.HangWatch;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosException;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosService;
import org.reins.node.ros.RosSubscription;
import org.reins.node.ros.SampleListener;
import org.reins.node.ros.ServiceHandler;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.TopicWatch;
import org.ros2.rcljava.client.Client;
import org.ros2.rcljava.consumers.TriConsumer;
import org.ros2.rcljava.interfaces.MessageDefinition;
import org.ros2.rcljava.interfaces.ServiceDefinition;
import org.ros2.rcljava.node.Node;
import org.ros2.rcljava.publisher.Publisher;
import org.ros2.rcljava.qos.QoSProfile;
import org.ros2.rcljava.qos.policies.Durability;
import org.ros2.rcljava.qos.policies.Reliability;
import org.ros2.rcljava.service.RMWRequestId;

/**
 * A node of rcljava. What comes in on topics is taken by a hidden second node with a thread of its
 * own: a service that waits for a message would otherwise wait for itself. A third one answers the
 * services that stand apart. Publishing allocates: this adapter is for tests and for robots with
 * slow loops, not for 1 kHz.
 */
final class RcljavaNode implements RosNode {
  private final NodeNames names;
  private final List<String> published = new CopyOnWriteArrayList<>();
  private final SpunNode main;
  private final SpunNode inputs;
  private final SpunNode stops;

  RcljavaNode(NodeNames names, Node main, Node inputs, Node stops) {
    this.names = names;
    this.main = new SpunNode(main);
    this.inputs = new SpunNode(inputs);
    this.stops = new SpunNode(stops);
  }

  @Override
  public NodeNames names() {
    return names;
  }

  /**
   * {@code sensor_msgs::msg::dds_::JointState_} is the class {@code sensor_msgs.msg.JointState}.
   */
  private static Class<?> classOf(String wireName) {
    String name = wireName.replace("::dds_::", ".").replace("::", ".").replaceAll("_$", "");
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new RosException(
          "class " + name + " is missing: the message's Java package must be on the class path", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> messageClass(String wireName) {
    return (Class<T>) classOf(wireName);
  }

  private static QoSProfile profile(Qos qos) {
    return QoSProfile.keepLast(qos.depth())
        .setReliability(qos.reliable() ? Reliability.RELIABLE : Reliability.BEST_EFFORT)
        .setDurability(qos.latched() ? Durability.TRANSIENT_LOCAL : Durability.VOLATILE);
  }

  @Override
  public <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos) {
    String name = names.resolve(topic);
    Class<MessageDefinition> bean = messageClass(type.name());
    BeanBridge bridge = BeanBridge.of(bean);
    Publisher<MessageDefinition> publisher =
        add(main, "publisher of " + topic, n -> n.createPublisher(bean, name, profile(qos)));
    published.add(name);
    ByteBuffer buffer = ByteBuffer.allocate(type.maxSize());
    return new RosPublisher<>() {
      @Override
      public boolean publish(M message) {
        try {
          buffer.clear();
          CdrWriter out = new CdrWriter();
          out.start(buffer);
          type.write(message, out);
          buffer.flip();
          publisher.publish(bridge.read(buffer));
          return true;
        } catch (RuntimeException e) {
          return false;
        }
      }

      @Override
      public int matched() {
        return main.node().getSubscriptionsInfo(name).size();
      }
    };
  }

  @Override
  public <M> RosSubscription listen(
      MessageType<M> type, String topic, Qos qos, SampleListener<M> listener) {
    String name = names.resolve(topic);
    Class<MessageDefinition> bean = messageClass(type.name());
    BeanBridge bridge = BeanBridge.of(bean);
    M message = type.create();
    AtomicLong rejected = new AtomicLong();
    ByteBuffer buffer = ByteBuffer.allocate(type.maxSize());
    add(
        inputs,
        "subscription to " + topic,
        n ->
            n.createSubscription(
                bean,
                name,
                received -> {
                  if (!deliver(received, bridge, buffer, type, message, listener)) {
                    rejected.incrementAndGet();
                    listener.refused(message, 0);
                  }
                },
                profile(qos)));
    return new RosSubscription() {
      @Override
      public long rejected() {
        return rejected.get();
      }

      @Override
      public int matched() {
        return main.node().getPublishersInfo(name).size();
      }

      @Override
      public List<String> publishers() {
        // rcljava counts them; this adapter does not ask for more.
        return List.of();
      }
    };
  }

  /** False when it is no such message. An exception would end the spinning. */
  private static <M> boolean deliver(
      MessageDefinition received,
      BeanBridge bridge,
      ByteBuffer buffer,
      MessageType<M> type,
      M message,
      SampleListener<M> listener) {
    try {
      buffer.clear();
      bridge.write(received, buffer);
      buffer.flip();
      CdrReader in = new CdrReader();
      boolean valid = in.start(buffer) && type.read(in, message) && in.ok();
      if (valid) {
        // rcljava does not tell who sent it.
        listener.receive(message, 0);
      }
      return valid;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static <T> T add(SpunNode to, String what, SpunNode.Creation<T> creation) {
    try {
      return HangWatch.USUAL.run("creating the " + what, () -> to.add(creation));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new RosException(what + " cannot be created: " + e.getMessage(), e);
    }
  }

  private static <T> MessageDefinition encode(
      Codec<T> codec, T value, BeanBridge bridge, int most) {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    codec.write(value, out);
    buffer.flip();
    return bridge.read(buffer);
  }

  /** Null when the bean is not such a value. */
  private static <T> T decode(Codec<T> codec, MessageDefinition bean, BeanBridge bridge, int most) {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    bridge.write(bean, buffer);
    buffer.flip();
    CdrReader in = new CdrReader();
    in.start(buffer);
    T value = codec.read(in);
    return in.ok() ? value : null;
  }

  @Override
  public <Q, R> RosService serve(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
    return serve(type, service, handler, main);
  }

  @Override
  public <Q, R> RosService serveApart(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
    return serve(type, service, handler, stops);
  }

  private <Q, R> RosService serve(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler, SpunNode spun) {
    BeanBridge requests = BeanBridge.of(classOf(type.requestName()));
    BeanBridge responses = BeanBridge.of(classOf(type.responseName()));
    AtomicLong rejected = new AtomicLong();
    TriConsumer<RMWRequestId, MessageDefinition, MessageDefinition> answer =
        (id, request, response) -> {
          try {
            Q question = decode(type.request(), request, requests, ServiceType.REQUEST_BYTES);
            if (question != null) {
              responses.copy(
                  encode(
                      type.response(),
                      handler.answer(question),
                      responses,
                      ServiceType.RESPONSE_BYTES),
                  response);
              return;
            }
          } catch (RuntimeException e) {
            // An exception would end the spinning; the client gets an empty answer.
          }
          rejected.incrementAndGet();
        };
    Class<ServiceDefinition> definition = messageClass(type.name());
    add(
        spun,
        "service " + service,
        n -> n.createService(definition, names.resolve(service), answer));
    return new RosService() {
      @Override
      public long rejected() {
        return rejected.get();
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
  public <Q, R> RosClient<Q, R> client(ServiceType<Q, R> type, String service) {
    BeanBridge requests = BeanBridge.of(classOf(type.requestName()));
    BeanBridge responses = BeanBridge.of(classOf(type.responseName()));
    Class<ServiceDefinition> definition = messageClass(type.name());
    Client<ServiceDefinition> client =
        add(
            main,
            "client of service " + service,
            n -> n.createClient(definition, names.resolve(service)));
    return new RosClient<>() {
      @Override
      public boolean isReady() {
        return client.isServiceAvailable();
      }

      @Override
      public CompletableFuture<R> call(Q request) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        MessageDefinition bean =
            encode(type.request(), request, requests, ServiceType.REQUEST_BYTES);
        Future<MessageDefinition> sent =
            client.asyncSendRequest(
                bean,
                (Future<MessageDefinition> done) -> {
                  try {
                    R value =
                        decode(type.response(), done.get(), responses, ServiceType.RESPONSE_BYTES);
                    if (value != null) {
                      answer.complete(value);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (ExecutionException | RuntimeException e) {
                    answer.completeExceptionally(e);
                  }
                });
        if (sent.isCancelled()) {
          answer.cancel(false);
        }
        return answer;
      }
    };
  }

  /** Counts all publishers, whatever they offer. */
  @Override
  public TopicWatch watch(MessageType<?> type, String topic, Qos qos) {
    String name = names.resolve(topic);
    return new TopicWatch() {
      @Override
      public int others() {
        Collection<?> there = main.node().getPublishersInfo(name);
        return there.size() - Collections.frequency(published, name);
      }

      @Override
      public List<String> publishers() {
        return List.of();
      }

      @Override
      public void close() {
        // It held nothing.
      }
    };
  }

  @Override
  public void close() {
    inputs.close();
    stops.close();
    main.close();
  }
}

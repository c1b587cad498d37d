package org.reins.node.inprocess;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageListener;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosSubscription;

/**
 * Nodes in one JVM: a published message is encoded, decoded and delivered on the publisher's thread
 * before publish returns.
 */
public final class InProcessBackend implements RosBackend {
  private final Map<String, List<Reception<?>>> receptions = new ConcurrentHashMap<>();
  private final Map<String, byte[]> latched = new ConcurrentHashMap<>();

  @Override
  public RosNode createNode(String name) {
    return new InProcessNode();
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
    private final List<Reception<?>> mine = new CopyOnWriteArrayList<>();

    @Override
    public <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos) {
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
          if (qos == Qos.LATCHED) {
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
        MessageType<M> type, String topic, Qos qos, MessageListener<M> listener) {
      Reception<M> reception = new Reception<>(type, listener);
      at(topic).add(reception);
      mine.add(reception);
      byte[] last = latched.get(topic);
      if (last != null && qos == Qos.LATCHED) {
        reception.deliver(last);
      }
      return reception;
    }

    @Override
    public void close() {
      receptions.values().forEach(list -> list.removeAll(mine));
    }
  }

  private static final class Reception<M> implements RosSubscription {
    private final MessageType<M> type;
    private final M message;
    private final MessageListener<M> listener;
    private final CdrReader reader = new CdrReader();
    private final AtomicLong rejected = new AtomicLong();

    Reception(MessageType<M> type, MessageListener<M> listener) {
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
      return 1;
    }
  }
}

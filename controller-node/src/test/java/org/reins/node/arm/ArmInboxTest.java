package org.reins.node.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.filter.IntakeFault;
import org.reins.node.filter.JointStates;
import org.reins.node.filter.LiveTuning;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosService;
import org.reins.node.ros.RosSubscription;
import org.reins.node.ros.SampleListener;
import org.reins.node.ros.ServiceHandler;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.TopicWatch;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** What the inbox keeps of each state, on the thread that brings it. */
class ArmInboxTest {
  private static final int MESSAGES = 2_000;
  private static final int ROUNDS = 5;

  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final NodeShell shell =
      NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", Map.of());
  private final ArmInbox inbox =
      new ArmInbox(shell.ros(), panda, new LiveTuning(EnvelopeLevels.DEFAULT, shell));

  private static <M> byte[] bytes(MessageType<M> type, M message) {
    ByteBuffer buffer = ByteBuffer.allocate(type.maxSize());
    CdrWriter writer = new CdrWriter();
    writer.start(buffer);
    type.write(message, writer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Test
  void aStateIsKeptWithItsNumberItsSenderAndWhatItHas() {
    RosPublisher<RawStates> out = world.publisher(RawStates.type(), "/joint_states", Qos.STATE);
    RawStates m = RawStates.of(panda);
    m.stamp = 7;
    long before = NodeClock.nanos();
    out.publish(m);
    out.publish(m);
    m.effort[3] = Double.NaN;
    out.publish(m);
    assertTrue(inbox.states.take());
    JointStates.Arrival a = inbox.states.latest();
    assertEquals(2, a.number);
    assertTrue(a.sender != 0);
    assertTrue(a.nanos - before >= 0 && NodeClock.nanos() - a.nanos >= 0);
    assertEquals(7, a.state.header.stampNanos);
    assertTrue(a.state.hasVelocity);
    assertFalse(a.state.hasEffort);
    m.velocity = new double[0];
    m.effort = new double[panda.dof()];
    out.publish(m);
    assertTrue(inbox.states.take(), "a filter that runs sees what is left");
    assertTrue(inbox.states.latest().state.hasEffort);
    assertFalse(inbox.states.latest().state.hasVelocity);
    m.names = List.of("finger");
    out.publish(m);
    assertFalse(inbox.states.take(), "another part's state is none");
    assertEquals(1, inbox.states.refused(IntakeFault.NO_VELOCITY));
    assertEquals(1, inbox.states.refused(IntakeFault.OTHER_JOINTS));
    assertEquals(0, inbox.states.refused(IntakeFault.MISSING_JOINTS));
  }

  /** Good ones, gaps, other parts' messages, damaged ones, and all kinds of actions. */
  @Test
  void theThreadThatBringsMessagesAllocatesNothing_whateverTheyAre() {
    RawStates sound = RawStates.of(panda);
    RawStates noVelocity = RawStates.of(panda);
    noVelocity.velocity = new double[0];
    RawStates infinite = RawStates.of(panda);
    infinite.position[1] = Double.POSITIVE_INFINITY;
    RawStates degrees = RawStates.of(panda);
    degrees.position[1] = -45;
    RawStates prefixed = RawStates.of(panda);
    prefixed.names.replaceAll(x -> "left_" + x);
    RawStates missing = RawStates.of(panda);
    missing.names.set(2, "elbow");
    RawStates twice = RawStates.of(panda);
    twice.names.set(2, twice.names.get(0));
    byte[] whole = bytes(RawStates.type(), sound);
    byte[][] states = {
      whole,
      bytes(RawStates.type(), noVelocity),
      bytes(RawStates.type(), infinite),
      bytes(RawStates.type(), degrees),
      bytes(RawStates.type(), prefixed),
      bytes(RawStates.type(), missing),
      bytes(RawStates.type(), twice),
      Arrays.copyOf(whole, 100)
    };
    MessageType<PolicyAction> type = PolicyAction.type(panda.jointNames());
    PolicyAction old = new PolicyAction(panda.dof());
    old.header.stampNanos = -5_000_000_000L;
    PolicyAction infinitelyStiff = new PolicyAction(panda.dof());
    infinitelyStiff.stiffness[0] = Double.NaN;
    byte[][] actions = {
      bytes(type, new PolicyAction(panda.dof())), bytes(type, old), bytes(type, infinitelyStiff)
    };
    Wire wire = new Wire();
    ArmInbox fed = new ArmInbox(wire, panda, new LiveTuning(EnvelopeLevels.DEFAULT, shell));
    ByteBuffer[] stateBuffers =
        Arrays.stream(states).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new);
    ByteBuffer[] actionBuffers =
        Arrays.stream(actions).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new);
    Wire.End<?> stateEnd = wire.ends.get("joint_states");
    Wire.End<?> actionEnd = wire.ends.get("policy/action");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The compiler may take code back once, which allocates. What a message costs shows each time.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < MESSAGES; k++) {
        stateEnd.bring(stateBuffers[k % states.length], 1 + k % 3);
        actionEnd.bring(actionBuffers[k % actions.length], 9);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
    for (IntakeFault fault :
        List.of(
            IntakeFault.NO_MESSAGE,
            IntakeFault.OTHER_JOINTS,
            IntakeFault.MISSING_JOINTS,
            IntakeFault.JOINT_TWICE,
            IntakeFault.NO_VELOCITY,
            IntakeFault.NOT_FINITE,
            IntakeFault.IMPLAUSIBLE)) {
      assertTrue(fed.states.refused(fault) >= 2 * MESSAGES / states.length, fault.toString());
    }
    assertTrue(fed.refusedActions(IntakeFault.STAMP) > 0);
    assertTrue(fed.refusedActions(IntakeFault.NOT_FINITE) > 0);
  }

  /** Brings bytes to subscriptions, and allocates nothing. */
  private static final class Wire implements RosNode {
    /** One subscription. */
    private static final class End<M> implements RosSubscription {
      private final MessageType<M> type;
      private final M message;
      private final SampleListener<M> listener;
      private final CdrReader reader = new CdrReader();

      End(MessageType<M> type, SampleListener<M> listener) {
        this.type = type;
        this.listener = listener;
        message = type.create();
      }

      void bring(ByteBuffer bytes, long sender) {
        bytes.rewind();
        if (reader.start(bytes) && type.read(reader, message) && reader.ok()) {
          listener.receive(message, sender);
        } else {
          listener.refused(message, sender);
        }
      }

      @Override
      public long rejected() {
        return 0;
      }

      @Override
      public int matched() {
        return 1;
      }

      @Override
      public List<String> publishers() {
        return List.of();
      }
    }

    private final Map<String, End<?>> ends = new HashMap<>();

    @Override
    public <M> RosSubscription listen(
        MessageType<M> type, String topic, Qos qos, SampleListener<M> listener) {
      End<M> end = new End<>(type, listener);
      ends.put(topic, end);
      return end;
    }

    @Override
    public NodeNames names() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <Q, R> RosService serve(
        ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <Q, R> RosService serveApart(
        ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <Q, R> RosClient<Q, R> client(ServiceType<Q, R> type, String service) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TopicWatch watch(MessageType<?> type, String topic, Qos qos) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}

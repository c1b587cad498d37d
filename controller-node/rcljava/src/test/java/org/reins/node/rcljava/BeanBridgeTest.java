package org.reins.node.rcljava;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.node.messages.JointState;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.ros2.rcljava.interfaces.MessageDefinition;

/** Against classes written as rcljava's generator writes them, without its native part. */
class BeanBridgeTest {
  /** What the generated classes have in common. */
  abstract static class Bean implements MessageDefinition {
    @Override
    public long getDestructorInstance() {
      return 0;
    }

    @Override
    public long getFromJavaConverterInstance() {
      return 0;
    }

    @Override
    public long getToJavaConverterInstance() {
      return 0;
    }

    @Override
    public long getTypeSupportInstance() {
      return 0;
    }
  }

  static final class Time extends Bean {
    private int sec;
    private int nanosec;
  }

  static final class Header extends Bean {
    private Time stamp = new Time();
    private String frame_id = "";
  }

  static final class JointStateBean extends Bean {
    private Header header = new Header();
    private List<String> name = new ArrayList<>();
    private List<Double> position = new ArrayList<>();
    private List<Double> velocity = new ArrayList<>();
    private List<Double> effort = new ArrayList<>();
  }

  private final MessageType<JointState> type = JointState.type(List.of("a", "b"));
  private final BeanBridge bridge = BeanBridge.of(JointStateBean.class);

  @Test
  void ourMessageBecomesABeanAndTheBeanOurMessage() {
    JointState sent = new JointState(2);
    sent.header.stampNanos = 3_000_000_007L;
    sent.position[1] = 0.5;
    sent.effort[0] = -2;
    ByteBuffer buffer = ByteBuffer.allocate(type.maxSize());
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    type.write(sent, out);
    buffer.flip();
    JointStateBean bean = (JointStateBean) bridge.read(buffer);
    assertEquals(List.of("a", "b"), bean.name);
    assertEquals(List.of(0.0, 0.5), bean.position);
    assertEquals(3, bean.header.stamp.sec);
    assertEquals(7, bean.header.stamp.nanosec);
    assertEquals("", bean.header.frame_id);
    buffer.clear();
    bridge.write(bean, buffer);
    buffer.flip();
    CdrReader in = new CdrReader();
    JointState got = new JointState(2);
    assertTrue(in.start(buffer) && type.read(in, got) && in.ok());
    assertEquals(sent.header.stampNanos, got.header.stampNanos);
    assertArrayEquals(sent.effort, got.effort);
    assertEquals(2, bean.velocity.size());
    assertEquals(List.of(-2.0, 0.0), bean.effort);
  }

  @Test
  void bytesThatAreNoSuchMessageMakeNoBean() {
    assertNull(bridge.read(ByteBuffer.wrap(new byte[] {0, 1, 0, 0, 9, 9, 9})));
  }
}

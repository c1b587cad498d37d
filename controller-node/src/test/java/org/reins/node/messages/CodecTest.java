package org.reins.node.messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

class CodecTest {
  private static final List<String> JOINTS = List.of("a", "bb", "ccc");

  @Test
  void jointStatesHaveTheBytesThatRosGivesThem() {
    JointState m = new JointState(1);
    m.header.stampNanos = 1_000_000_002L;
    m.header.frame = CdrWriter.utf8("w");
    m.position[0] = 1;
    m.velocity[0] = 2;
    m.effort[0] = 3;
    ByteBuffer expected = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    expected.put(new byte[] {0, 1, 0, 0}).putInt(1).putInt(2);
    expected.putInt(2).put((byte) 'w').put((byte) 0).put(new byte[2]);
    expected.putInt(1).putInt(2).put((byte) 'a').put((byte) 0).put(new byte[2]);
    for (double v : new double[] {1, 2, 3}) {
      expected.putInt(1);
      while ((expected.position() - 4) % 8 != 0) {
        expected.put((byte) 0);
      }
      expected.putDouble(v);
    }
    byte[] wire = Arrays.copyOf(expected.array(), expected.position());
    assertArrayEquals(wire, encode(JointState.type(List.of("a")), m));
  }

  @Test
  void jointsAreMatchedByNameWhateverTheirOrderAndExtraOnesAreIgnored() {
    JointState sent = new JointState(4);
    double[] numbers = {10, 11, 12, 13};
    System.arraycopy(numbers, 0, sent.position, 0, 4);
    System.arraycopy(numbers, 0, sent.velocity, 0, 4);
    System.arraycopy(numbers, 0, sent.effort, 0, 4);
    byte[] wire = encode(JointState.type(List.of("ccc", "gripper", "a", "bb")), sent);
    JointState got = new JointState(3);
    assertTrue(decode(JointState.type(JOINTS), wire, got));
    assertArrayEquals(new double[] {12, 13, 10}, got.position);
    assertArrayEquals(new double[] {12, 13, 10}, got.effort);
  }

  @Test
  void aMissingOrDoubledJointIsRefused() {
    JointState m = new JointState(2);
    assertFalse(
        decode(
            JointState.type(JOINTS),
            encode(JointState.type(List.of("a", "bb")), m),
            new JointState(3)));
    JointState three = new JointState(3);
    byte[] doubled = encode(JointState.type(List.of("a", "bb", "bb")), three);
    assertFalse(decode(JointState.type(JOINTS), doubled, new JointState(3)));
  }

  /** The bytes of a joint state as any driver may send it. */
  private static byte[] raw(
      List<String> names, double[] position, double[] velocity, double[] effort) {
    ByteBuffer b = ByteBuffer.allocate(64 * 1024);
    CdrWriter w = new CdrWriter();
    w.start(b);
    w.int32(0);
    w.int32(0);
    w.string(CdrWriter.utf8(""));
    w.strings(names);
    for (double[] values : List.of(position, velocity, effort)) {
      w.float64s(values, values.length);
    }
    return Arrays.copyOf(b.array(), b.position());
  }

  private static double[] ramp(int n) {
    double[] all = new double[n];
    Arrays.setAll(all, i -> i);
    return all;
  }

  @Test
  void velocitiesAndEffortsMayBeAbsent_andAreNanThen() {
    MessageType<JointState> type = JointState.type(JOINTS);
    double[] none = {};
    JointState m = new JointState(3);
    assertTrue(decode(type, raw(JOINTS, ramp(3), ramp(3), ramp(3)), m));
    assertTrue(m.hasVelocity && m.hasEffort);
    assertTrue(decode(type, raw(JOINTS, ramp(3), ramp(3), none), m));
    assertTrue(m.hasVelocity);
    assertFalse(m.hasEffort);
    assertArrayEquals(ramp(3), m.velocity);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN}, m.effort);
    assertTrue(decode(type, raw(JOINTS, ramp(3), none, none), m));
    assertFalse(m.hasVelocity || m.hasEffort);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN}, m.velocity);
    double[] gap = {0, Double.NaN, 0};
    assertTrue(decode(type, raw(JOINTS, ramp(3), ramp(3), gap), m));
    assertFalse(m.hasEffort, "not of every joint");
    assertEquals(JointReport.Fault.NONE, m.report.fault());
    assertFalse(decode(type, raw(JOINTS, none, ramp(3), ramp(3)), m), "without positions");
    assertEquals("names 3 joints and has no numbers in position", m.report.text(JOINTS));
  }

  @Test
  void theRobotsJointsAreFoundAmongHundredsOfOthers_andReadingAllocatesNothing() {
    List<String> names = new java.util.ArrayList<>();
    for (int i = 0; i < 500; i++) {
      names.add("body_extra_joint_number_" + i);
    }
    names.set(3, "ccc");
    names.set(250, "a");
    names.set(499, "bb");
    byte[] wire = raw(names, ramp(500), ramp(500), ramp(500));
    MessageType<JointState> type = JointState.type(JOINTS);
    assertTrue(wire.length <= type.maxSize(), wire.length + " bytes");
    JointState m = new JointState(3);
    ByteBuffer buffer = ByteBuffer.wrap(wire);
    CdrReader reader = new CdrReader();
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int k = 0; k < 40; k++) {
      if (k == 20) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      buffer.rewind();
      assertTrue(reader.start(buffer) && type.read(reader, m) && reader.ok());
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertArrayEquals(new double[] {250, 499, 3}, m.position);
    assertEquals(0, allocated);
  }

  @Test
  void aRefusedMessageSaysWhatDidNotFit() {
    MessageType<JointState> type = JointState.type(JOINTS);
    JointState m = new JointState(3);
    assertFalse(decode(type, raw(List.of("finger1"), ramp(1), ramp(1), ramp(1)), m));
    assertEquals(JointReport.Fault.OTHER_JOINTS, m.report.fault());
    assertEquals("names none of the robot's joints, but finger1", m.report.text(JOINTS));
    assertEquals(List.of("finger1"), m.report.others());
    assertFalse(decode(type, raw(List.of(), ramp(0), ramp(0), ramp(0)), m));
    assertEquals("names no joints", m.report.text(JOINTS));
    assertFalse(decode(type, raw(List.of("x", "bb"), ramp(2), ramp(2), ramp(2)), m));
    assertEquals(JointReport.Fault.MISSING_JOINTS, m.report.fault());
    assertEquals("does not name a, ccc; it names bb, x", m.report.text(JOINTS));
    assertFalse(decode(type, raw(List.of("a", "bb", "bb"), ramp(3), ramp(3), ramp(3)), m));
    assertEquals(JointReport.Fault.JOINT_TWICE, m.report.fault());
    assertEquals("names joint bb twice", m.report.text(JOINTS));
    assertFalse(decode(type, raw(JOINTS, ramp(3), ramp(2), ramp(3)), m));
    assertEquals(JointReport.Fault.LENGTHS, m.report.fault());
    assertEquals("names 3 joints and has 2 numbers in velocity", m.report.text(JOINTS));
    byte[] sound = raw(JOINTS, ramp(3), ramp(3), ramp(3));
    assertFalse(decode(type, Arrays.copyOf(sound, 50), m));
    assertEquals(JointReport.Fault.NO_MESSAGE, m.report.fault());
  }

  @Test
  void namesOfAnyLengthAndKindAreToldInOneShortLine() {
    MessageType<JointState> type = JointState.type(JOINTS);
    JointState m = new JointState(3);
    List<String> names = new java.util.ArrayList<>();
    for (int i = 0; i < 60; i++) {
      names.add("\n\u00e9".repeat(40) + i);
    }
    assertFalse(decode(type, raw(names, ramp(60), ramp(60), ramp(60)), m));
    String text = m.report.text(JOINTS);
    assertFalse(text.contains("\n"), text);
    assertTrue(text.length() < 400 && text.endsWith(" more"), text);
  }

  @Test
  void bigEndianSamplesAreUnderstood() {
    ByteBuffer b = ByteBuffer.allocate(64).order(ByteOrder.BIG_ENDIAN);
    b.put(new byte[] {0, 0, 0, 0}).putInt(5).putInt(7).putInt(1).put((byte) 0).put(new byte[3]);
    b.putDouble(0.1).putDouble(0.2).putDouble(0.3);
    PointStamped goal = new PointStamped();
    assertTrue(decode(PointStamped.TYPE, Arrays.copyOf(b.array(), b.position()), goal));
    assertEquals(0.3, goal.z);
    assertEquals(5_000_000_007L, goal.header.stampNanos);
  }

  @Test
  void everyTypeReadsWhatItWrites() {
    PolicyAction action = new PolicyAction(3);
    action.target[1] = 0.5;
    action.stiffness[2] = 400;
    PolicyAction gotAction = new PolicyAction(3);
    assertTrue(
        decode(PolicyAction.type(JOINTS), encode(PolicyAction.type(JOINTS), action), gotAction));
    assertArrayEquals(action.stiffness, gotAction.stiffness);

    CommandArray effort = new CommandArray(3);
    effort.values[0] = -3;
    CommandArray gotEffort = new CommandArray(3);
    assertTrue(decode(CommandArray.type(3), encode(CommandArray.type(3), effort), gotEffort));
    assertArrayEquals(effort.values, gotEffort.values);
    assertFalse(
        decode(CommandArray.type(2), encode(CommandArray.type(3), effort), new CommandArray(2)));

    EnvelopeUpdate envelope = new EnvelopeUpdate();
    envelope.level = 3;
    envelope.margin = 0.02;
    EnvelopeUpdate gotEnvelope = new EnvelopeUpdate();
    assertTrue(decode(EnvelopeUpdate.TYPE, encode(EnvelopeUpdate.TYPE, envelope), gotEnvelope));
    assertEquals(0.02, gotEnvelope.margin);

    FilterStatus status = new FilterStatus();
    status.action = 2;
    status.activeRows = 1L << 40;
    status.barrierMargin = Double.NaN;
    status.deadlineMisses = 9;
    FilterStatus gotStatus = new FilterStatus();
    assertTrue(decode(FilterStatus.TYPE, encode(FilterStatus.TYPE, status), gotStatus));
    assertEquals(1L << 40, gotStatus.activeRows);
    assertTrue(Double.isNaN(gotStatus.barrierMargin));
    assertEquals(9, gotStatus.deadlineMisses);
  }

  @Test
  void noSequenceOfBytesMakesADecoderThrow() {
    SplittableRandom random = new SplittableRandom(1);
    MessageType<JointState> states = JointState.type(JOINTS);
    MessageType<PolicyAction> actions = PolicyAction.type(JOINTS);
    MessageType<CommandArray> efforts = CommandArray.type(3);
    byte[][] seeds = {
      encode(states, new JointState(3)),
      encode(actions, new PolicyAction(3)),
      encode(efforts, new CommandArray(3)),
      encode(FilterStatus.TYPE, new FilterStatus()),
      encode(EnvelopeUpdate.TYPE, new EnvelopeUpdate())
    };
    JointState state = new JointState(3);
    PolicyAction action = new PolicyAction(3);
    CommandArray effort = new CommandArray(3);
    FilterStatus status = new FilterStatus();
    EnvelopeUpdate envelope = new EnvelopeUpdate();
    int accepted = 0;
    for (int trial = 0; trial < 200_000; trial++) {
      byte[] bytes = seeds[trial % seeds.length].clone();
      for (int k = random.nextInt(1, 8); k > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
      accepted += decode(states, bytes, state) ? 1 : 0;
      accepted += decode(actions, bytes, action) ? 1 : 0;
      accepted += decode(efforts, bytes, effort) ? 1 : 0;
      accepted += decode(FilterStatus.TYPE, bytes, status) ? 1 : 0;
      accepted += decode(EnvelopeUpdate.TYPE, bytes, envelope) ? 1 : 0;
    }
    assertTrue(accepted > 0, "some damage only changes numbers");
  }

  private static <M> byte[] encode(MessageType<M> type, M message) {
    ByteBuffer buffer = ByteBuffer.allocate(type.maxSize());
    CdrWriter writer = new CdrWriter();
    writer.start(buffer);
    type.write(message, writer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static <M> boolean decode(MessageType<M> type, byte[] bytes, M message) {
    CdrReader reader = new CdrReader();
    return reader.start(ByteBuffer.wrap(bytes)) && type.read(reader, message) && reader.ok();
  }
}

package org.reins.node.messages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.lifecycle.Transition;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.ValueMessage;

/**
 * A million samples as a hostile or broken peer could send them, made of sound ones: cut short,
 * made longer, bytes changed, lengths made huge, byte order turned, pure noise. Nothing may throw,
 * nothing may make us allocate much more than the sample is long.
 */
class WireFuzzTest {
  private static final int SAMPLES = 1_050_000;
  private static final List<String> JOINTS = List.of("a", "b", "c");

  private final SplittableRandom random = new SplittableRandom(11);

  /** One kind of sample: its sound bytes, and what reads it. */
  private record Kind(String name, byte[] sound, java.util.function.Predicate<CdrReader> read) {}

  private static byte[] bytes(int most, java.util.function.Consumer<CdrWriter> write) {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    write.accept(out);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static <M> Kind message(MessageType<M> type, M message) {
    M into = type.create();
    return new Kind(
        type.name(),
        bytes(type.maxSize(), out -> type.write(message, out)),
        in -> type.read(in, into));
  }

  private static <T> Kind value(MessageType<ValueMessage<T>> type, T value) {
    ValueMessage<T> message = new ValueMessage<>();
    message.value = value;
    return message(type, message);
  }

  private static <T> Kind codec(String name, Codec<T> codec, T value) {
    return new Kind(
        name,
        bytes(64 * 1024, out -> codec.write(value, out)),
        in -> {
          codec.read(in);
          return in.ok();
        });
  }

  private static PolicyChunk chunk() {
    PolicyChunk m = new PolicyChunk(3);
    m.chunk.steps = 4;
    m.chunk.step = 0.02;
    return m;
  }

  private static List<Kind> kinds() {
    List<Kind> all = new ArrayList<>();
    List<Parameter> parameters =
        List.of(
            new Parameter("x.y", ParameterValue.of(1.5)),
            new Parameter("b", ParameterValue.of(true)),
            new Parameter("s", ParameterValue.of("text")),
            new Parameter(
                "l", new ParameterValue(ParameterType.DOUBLE_ARRAY, List.of(1.0, 2.0, 3.0))),
            new Parameter("n", new ParameterValue(ParameterType.STRING_ARRAY, List.of("p", "q"))));
    all.add(message(JointState.type(JOINTS), new JointState(3)));
    all.add(message(PolicyAction.type(JOINTS), new PolicyAction(3)));
    all.add(message(PolicyChunk.type(JOINTS), chunk()));
    all.add(message(CommandArray.type(3), new CommandArray(3)));
    all.add(message(JointTrajectory.type(JOINTS), new JointTrajectory(3)));
    all.add(message(FilterStatus.TYPE, new FilterStatus()));
    all.add(message(EnvelopeUpdate.TYPE, new EnvelopeUpdate()));
    all.add(message(PointStamped.TYPE, new PointStamped()));
    all.add(message(Imu.TYPE, new Imu()));
    all.add(message(UnitreeLowCmd.TYPE, new UnitreeLowCmd()));
    all.add(message(UnitreeLowState.TYPE, new UnitreeLowState()));
    all.add(message(Clock.TYPE, new Clock()));
    all.add(value(Flag.TYPE, true));
    all.add(value(Log.TYPE, new Log(5, Log.INFO, "n", "text")));
    all.add(
        value(
            Diagnostics.TYPE,
            new Diagnostics(
                5, 1, "n", "m", "h", List.of(new Diagnostics.KeyValue("key", "value")))));
    all.add(
        value(
            Markers.TYPE,
            new Markers(
                List.of(
                    new Markers.Marker(
                        5,
                        "base",
                        "n",
                        1,
                        Markers.CUBE,
                        new double[7],
                        new double[3],
                        new float[4],
                        "text")))));
    all.add(
        value(
            ParameterServices.EVENT, new ParameterServices.Event(5, "/n", parameters, List.of())));
    all.add(
        value(LifecycleServices.EVENT, new LifecycleServices.Event(5, Transition.GRAPH.get(0))));
    all.add(codec("set", ParameterServices.SET.request(), parameters));
    all.add(
        codec(
            "get",
            ParameterServices.GET.response(),
            parameters.stream().map(Parameter::value).toList()));
    all.add(
        codec(
            "list",
            ParameterServices.LIST.request(),
            new ParameterServices.ListRequest(List.of("x", "y"), 3)));
    all.add(codec("names", ParameterServices.DESCRIBE.request(), List.of("x", "y")));
    all.add(
        codec(
            "change",
            LifecycleServices.CHANGE_STATE.request(),
            new LifecycleServices.Change(1, "configure")));
    all.add(
        codec(
            "states",
            LifecycleServices.GET_AVAILABLE_STATES.response(),
            List.of(LifecycleState.values())));
    all.add(
        codec("graph", LifecycleServices.GET_AVAILABLE_TRANSITIONS.response(), Transition.GRAPH));
    all.add(
        codec(
            "outcome",
            StandardServices.TRIGGER.response(),
            new StandardServices.Outcome(true, "done")));
    return all;
  }

  @Test
  void soundSamplesOfEveryKindAreRead() {
    CdrReader in = new CdrReader();
    for (Kind k : kinds()) {
      assertTrue(in.start(ByteBuffer.wrap(k.sound)) && k.read.test(in) && in.ok(), k.name);
    }
  }

  @Test
  void aMillionBrokenSamplesAreReadOrRefusedAndNothingElse() {
    List<Kind> kinds = kinds();
    CdrReader in = new CdrReader();
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long refused = 0;
    for (int k = 0; k < SAMPLES; k++) {
      Kind kind = kinds.get(k % kinds.size());
      byte[] sample = broken(kind.sound);
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean read = in.start(ByteBuffer.wrap(sample)) && kind.read.test(in) && in.ok();
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(
          allocated < 64 * 1024 + 256L * sample.length,
          () -> kind.name + " allocated " + allocated + " bytes for " + sample.length);
      refused += read ? 0 : 1;
    }
    assertTrue(refused > SAMPLES / 10, "only " + refused + " were refused");
  }

  private byte[] broken(byte[] sound) {
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(sound, random.nextInt(sound.length + 1));
      case 1 -> Arrays.copyOf(sound, sound.length + random.nextInt(200));
      case 2 -> {
        byte[] b = sound.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
          b[random.nextInt(b.length)] = (byte) random.nextInt();
        }
        yield b;
      }
      case 3 -> {
        byte[] b = sound.clone();
        int at = 4 * random.nextInt(b.length / 4);
        ByteBuffer.wrap(b)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .putInt(at, random.nextInt() >>> random.nextInt(31));
        yield b;
      }
      case 4 -> {
        byte[] b = sound.clone();
        b[1] ^= 1;
        yield b;
      }
      default -> {
        byte[] b = new byte[random.nextInt(400)];
        random.nextBytes(b);
        if (b.length > 1) {
          b[0] = 0;
          b[1] &= 1;
        }
        yield b;
      }
    };
  }
}

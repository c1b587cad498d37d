package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.messages.JointState;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageServer;
import org.reins.node.record.Definitions;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;

/** A server with two channels, known parameters and services, on a page's port on loopback. */
final class ServedFoxglove implements AutoCloseable {
  static final String ALLOWED = "https://viewer.example";

  final KnownParameters parameters = new KnownParameters();
  final KnownServices services = new KnownServices();
  final FoxgloveServer foxglove =
      new FoxgloveServer("Reins test", Map.of("robot", "panda"), parameters, services);
  final Channel states =
      foxglove.add("/joint_states", Definitions.JOINT_STATE, Definitions.of("JointState"), false);
  final Channel envelope =
      foxglove.add(
          "/safety_filter/envelope",
          Definitions.ENVELOPE_STATE,
          Definitions.of("EnvelopeState"),
          true);
  final PageServer page =
      new PageServer(new PageBoard(PageControls.NONE), 0, foxglove, Set.of(ALLOWED));
  final String acting = page.foxgloveAddress();
  final String reading = acting.substring(0, acting.indexOf('?'));

  static String subscription(long id, Channel channel) {
    return "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":"
        + id
        + ",\"channelId\":"
        + channel.id()
        + "}]}";
  }

  static byte[] jointState(double position) {
    JointState state = new JointState(2);
    state.header.stampNanos = 1_500_000_000;
    state.position[0] = position;
    state.position[1] = -position;
    CdrWriter out = new CdrWriter();
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    out.start(bytes);
    JointState.type(List.of("a", "b")).write(state, out);
    byte[] cdr = new byte[bytes.position()];
    bytes.flip().get(cdr);
    return cdr;
  }

  static JointState decoded(ByteBuffer cdr) {
    CdrReader in = new CdrReader();
    JointState state = new JointState(2);
    assertTrue(in.start(cdr) && JointState.type(List.of("a", "b")).read(in, state));
    return state;
  }

  /** Publishes a joint state as soon as a client subscribes to it. */
  void publishOnceWanted(double position) {
    while (foxglove.wantedBy(states) == 0) {
      LockSupport.parkNanos(1_000_000);
    }
    foxglove.publish(states, 42, jointState(position));
  }

  @Override
  public void close() {
    page.close();
  }
}

package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reins.node.messages.JointState;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/**
 * Another process sends samples far larger than the type allows. With the middleware's defaults
 * they overrun a native buffer and the JVM is gone; here they must be refused, and sound samples
 * after them must still arrive.
 */
class OversizedSampleTest {
  private static final List<String> JOINTS = List.of("a", "b");
  private static final int DOMAIN = 90;

  @Test
  void samplesLargerThanTheTypeAreRefusedAndSoundOnesStillArrive() throws Exception {
    CountDownLatch sound = new CountDownLatch(5);
    AtomicInteger wrong = new AtomicInteger();
    try (RosNode node = new EmbeddedBackend(DOMAIN).createNode(NodeNames.of("receiver"))) {
      node.subscribe(
          JointState.type(JOINTS),
          "/oversized",
          Qos.STATE,
          m -> {
            if (m.position[1] == 42) {
              sound.countDown();
            } else {
              wrong.incrementAndGet();
            }
          });
      Process peer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Peer.class.getName())
              .inheritIO()
              .start();
      try {
        assertTrue(sound.await(60, TimeUnit.SECONDS), "sound samples arrive after oversized ones");
      } finally {
        peer.destroyForcibly().waitFor();
      }
    }
    assertEquals(0, wrong.get());
  }

  /** The other process: sends oversized and sound samples by turns. */
  static final class Peer {
    private Peer() {}

    public static void main(String[] args) throws InterruptedException {
      List<String> many = IntStream.range(0, 3000).mapToObj(i -> "joint" + i).toList();
      JointState huge = new JointState(3000);
      JointState sound = new JointState(2);
      sound.position[1] = 42;
      try (RosNode node = new EmbeddedBackend(DOMAIN).createNode(NodeNames.of("sender"))) {
        RosPublisher<JointState[]> out = node.publisher(either(many), "/oversized", Qos.STATE);
        JointState[] first = {huge};
        JointState[] second = {sound};
        for (int k = 0; k < 600; k++) {
          out.publish(first);
          out.publish(second);
          TimeUnit.MILLISECONDS.sleep(50);
        }
      }
    }

    /** JointState under its true name, but with room for far more. */
    private static MessageType<JointState[]> either(List<String> many) {
      MessageType<JointState> large = JointState.type(many);
      MessageType<JointState> small = JointState.type(JOINTS);
      return new MessageType<>() {
        @Override
        public String name() {
          return small.name();
        }

        @Override
        public int maxSize() {
          return 200_000;
        }

        @Override
        public JointState[] create() {
          return new JointState[] {new JointState(3000)};
        }

        @Override
        public void write(JointState[] m, CdrWriter out) {
          (m[0].position.length > 2 ? large : small).write(m[0], out);
        }

        @Override
        public boolean read(CdrReader in, JointState[] m) {
          return false;
        }
      };
    }
  }
}

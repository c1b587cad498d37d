package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosNode;

class NodeGraphTest {
  private final SplittableRandom random = new SplittableRandom(3);

  /** A participant with two nodes, as one of Humble (24 bytes) or of Jazzy (16 bytes) sends it. */
  private byte[] sample(int gid, int endpoints) {
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    gid(out, gid);
    out.int32(2);
    for (String name : new String[] {"talker", "listener_2"}) {
      out.string("/");
      out.string(name);
      for (int list = 0; list < 2; list++) {
        out.int32(endpoints);
        for (int k = 0; k < endpoints; k++) {
          gid(out, gid);
        }
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** Sixteen bytes of a GUID; what is longer is zero. */
  private void gid(CdrWriter out, int size) {
    for (int i = 0; i < size; i++) {
      out.octet(i < 16 ? random.nextInt(256) : 0);
    }
  }

  @Test
  void aNodeThatDoesNotKnowSpeaksAsTheFirstOtherNodeDoes() throws Exception {
    for (int gid : new int[] {16, 24}) {
      RosEnvironment known =
          new RosEnvironment(96, RosEnvironment.Range.LOCALHOST, List.of(), gid, false);
      try (RosNode other = new EmbeddedBackend(known).createNode(NodeNames.of("other"));
          RosNode asking = new EmbeddedBackend(96).createNode(NodeNames.of("asking"))) {
        NodeGraph graph = ((EmbeddedNode) asking).graph();
        for (int k = 0; k < 3_000 && graph.gidBytes() != gid; k++) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        assertEquals(gid, graph.gidBytes());
        assertEquals(gid, ((EmbeddedNode) other).graph().gidBytes());
      }
    }
  }

  @Test
  void aSampleTellsHowLongItsGidsAre() {
    for (int endpoints : new int[] {0, 1, 7, 30}) {
      for (int k = 0; k < 200; k++) {
        byte[] old = sample(24, endpoints);
        assertEquals(2, NodeGraph.nodes(old, old.length, 24));
        assertEquals(-1, NodeGraph.nodes(old, old.length, 16));
        byte[] young = sample(16, endpoints);
        assertEquals(2, NodeGraph.nodes(young, young.length, 16));
        assertEquals(-1, NodeGraph.nodes(young, young.length, 24));
      }
    }
  }

  @Test
  void nodesSeeEachOther_andNobodySeesANodeWithoutDiscovery() throws Exception {
    RosEnvironment alone = new RosEnvironment(96, RosEnvironment.Range.OFF, List.of(), 0, false);
    try (RosNode off = new EmbeddedBackend(alone).createNode(NodeNames.of("off"));
        RosNode one = new EmbeddedBackend(96).createNode(NodeNames.of("one"));
        RosNode two = new EmbeddedBackend(96).createNode(NodeNames.of("two"))) {
      for (int k = 0; k < 6_000 && !two.otherNodes().contains("/one"); k++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertEquals(List.of("/one"), two.otherNodes());
      for (int k = 0; k < 6_000 && !one.otherNodes().contains("/two"); k++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertEquals(List.of("/two"), one.otherNodes());
      assertEquals(List.of(), off.otherNodes());
    }
  }
}

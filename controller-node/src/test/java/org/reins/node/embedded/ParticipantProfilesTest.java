package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.node.ros.NodeName;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosEnvironment.Range;

/** What the middleware is told, as its XML profile. Nothing here joins a network. */
class ParticipantProfilesTest {
  private static String xml(Range range, String... peers) throws Exception {
    return ParticipantProfiles.of(
            NodeName.of("n"), new RosEnvironment(3, range, List.of(peers), 0, false))
        .marshall("profile");
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void onThisMachineThereIsOneUdpTransportOnLoopbackAndNoSharedMemory() throws Exception {
    String xml = xml(Range.LOCALHOST);
    assertEquals(1, count(xml, "<type>"), xml);
    assertTrue(xml.contains("<type>UDPv4</type>"), xml);
    assertTrue(xml.contains("127.0.0.1"), xml);
    assertTrue(xml.contains("<useBuiltinTransports>false</useBuiltinTransports>"), xml);
    assertTrue(xml.contains("65.6e.63.6c.61.76.65.3d.2f.3b"), "enclave=/;");
    assertFalse(xml.contains("SHM"), xml);
  }

  @Test
  void onASubnetThereIsStillOneUdpTransportButNoListOfInterfaces() throws Exception {
    String xml = xml(Range.SUBNET);
    assertEquals(1, count(xml, "<type>"), xml);
    assertFalse(xml.contains("127.0.0.1"), xml);
    assertFalse(xml.contains("SHM"), xml);
  }

  @Test
  void staticPeersAreContactedInAdditionToMulticast() throws Exception {
    String both = xml(Range.SUBNET, "127.0.0.7");
    assertTrue(both.contains("127.0.0.7") && both.contains("239.255.0.1"), both);
    assertFalse(both.contains("avoid_builtin_multicast"), both);
  }

  @Test
  void peersOfALocalNodeAreContactedWithoutMulticast() throws Exception {
    String xml = xml(Range.LOCALHOST, "127.0.0.7");
    assertTrue(xml.contains("127.0.0.7") && !xml.contains("239.255.0.1"), xml);
    assertTrue(xml.contains("<avoid_builtin_multicast>true</avoid_builtin_multicast>"), xml);
  }

  @Test
  void whenDiscoveryIsOffThereIsNone_andOnlyLoopbackIsUsed() throws Exception {
    String off = xml(Range.OFF, "127.0.0.7");
    assertFalse(off.contains("127.0.0.7"), off);
    assertTrue(off.contains("<discoveryProtocol>NONE</discoveryProtocol>"), off);
    assertTrue(off.contains("127.0.0.1"), off);
    assertTrue(off.contains("<avoid_builtin_multicast>true</avoid_builtin_multicast>"), off);
  }
}

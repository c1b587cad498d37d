package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reins.node.assembly.GraphNotice.Address;
import org.reins.node.ros.RosEnvironment;

class GraphNoticeTest {
  private static final Address LO = new Address("lo", "127.0.0.1", true);
  private static final Address ETH = new Address("eth0", "192.0.2.2", false);
  private static final Address WIFI = new Address("wlan0", "192.0.2.3", false);
  private static final List<Address> MACHINE = List.of(LO, ETH, WIFI);

  private static List<Address> used(Map<String, String> variables, List<Address> machine) {
    return GraphNotice.used(RosEnvironment.of(variables), machine);
  }

  @Test
  void allInterfacesAreUsedByDefault_andLoopbackAloneOnRequest() {
    for (String distro : List.of("", "humble", "jazzy")) {
      assertEquals(List.of(ETH, WIFI), used(Map.of("ROS_DISTRO", distro), MACHINE));
      assertEquals(
          List.of(LO), used(Map.of("ROS_DISTRO", distro, "ROS_LOCALHOST_ONLY", "1"), MACHINE));
    }
    assertEquals(List.of(LO), used(Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"), MACHINE));
    assertEquals(List.of(LO), used(Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "OFF"), MACHINE));
  }

  @Test
  void aMachineWithoutNetworkUsesLoopback() {
    assertEquals(List.of(LO), used(Map.of(), List.of(LO)));
  }

  @Test
  void oneLineAtTheStartSaysDomainRangeAndInterfaces() {
    Map<String, String> humble = Map.of("ROS_DISTRO", "humble", "ROS_STATIC_PEERS", "a");
    assertEquals(
        "ROS domain 0, discovery range SUBNET as ROS_LOCALHOST_ONLY is not set, interfaces: eth0"
            + " 192.0.2.2, wlan0 192.0.2.3; ROS_STATIC_PEERS is ignored: ROS 2 humble does not"
            + " know it, use ROS_LOCALHOST_ONLY",
        GraphNotice.atStart(RosEnvironment.of(humble), "", humble, MACHINE));
    Map<String, String> local = Map.of("ROS_LOCALHOST_ONLY", "1");
    assertEquals(
        "ROS domain 5 by --domain, discovery range LOCALHOST by ROS_LOCALHOST_ONLY=1, interfaces:"
            + " lo 127.0.0.1",
        GraphNotice.atStart(RosEnvironment.of(local).withDomain(5), "--domain", local, MACHINE));
  }

  @Test
  void aLineAfterAWhileNamesTheNodesThatWereFound() {
    RosEnvironment e = RosEnvironment.local(3);
    assertEquals(
        "2 other nodes found on ROS domain 3: /arm, /base",
        GraphNotice.found(e, List.of("/ours"), List.of("/base", "/ours", "/arm", "/base")));
    assertEquals(
        "one other node found on ROS domain 3: /arm",
        GraphNotice.found(e, List.of(), List.of("/arm")));
    assertEquals(
        "no other node found on ROS domain 3 so far: other nodes are found when they use the same"
            + " ROS_DOMAIN_ID and a discovery range that reaches this one",
        GraphNotice.found(e, List.of("/ours"), List.of("/ours")));
    List<String> many = IntStream.range(10, 30).mapToObj(i -> "/n" + i).toList();
    assertEquals(
        "20 other nodes found on ROS domain 3: /n10, /n11, /n12, /n13, /n14, /n15, /n16, /n17 and"
            + " 12 more",
        GraphNotice.found(e, List.of(), many));
  }
}

package org.reins.node.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reins.node.ros.RosEnvironment.Range;

class RosEnvironmentTest {
  private static RosEnvironment of(String... namesAndValues) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      variables.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return RosEnvironment.of(variables);
  }

  @Test
  void whenNothingIsSet_theDefaultOfRos2IsFollowed() {
    assertEquals(new RosEnvironment(0, Range.SUBNET, List.of(), 0, false), of());
  }

  @Test
  void whenNothingButTheDistributionIsSet_itsDefaultIsFollowed() {
    for (String distro : List.of("foxy", "humble", "iron", "jazzy", "kilted")) {
      RosEnvironment e = of("ROS_DISTRO", distro);
      assertEquals(Range.SUBNET, e.range(), distro);
      assertFalse(e.onlyLoopback(), distro);
      assertTrue(e.multicasts(), distro);
    }
    assertEquals(24, of("ROS_DISTRO", "humble").gidBytes());
    assertEquals(16, of("ROS_DISTRO", "jazzy").gidBytes());
  }

  @Test
  void onHumble_localhostOnlyDecidesAndNothingElse() {
    for (String off : List.of("", "0")) {
      RosEnvironment open =
          of(
              "ROS_DISTRO", "humble",
              "ROS_LOCALHOST_ONLY", off,
              "ROS_AUTOMATIC_DISCOVERY_RANGE", "OFF",
              "ROS_STATIC_PEERS", "peer-one");
      assertEquals(Range.SUBNET, open.range());
      assertEquals(List.of(), open.peers());
    }
    assertTrue(of("ROS_DISTRO", "humble", "ROS_LOCALHOST_ONLY", "1").onlyLoopback());
  }

  @Test
  void sinceIron_theRangeAndThePeersCount() {
    assertEquals(
        new RosEnvironment(42, Range.SUBNET, List.of("peer-one", "peer-two"), 16, true),
        of(
            "ROS_DOMAIN_ID", "42",
            "ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET",
            "ROS_STATIC_PEERS", "peer-one;peer-two",
            "ROS_DISTRO", "iron",
            "RMW_IMPLEMENTATION", "rmw_cyclonedds_cpp"));
    assertEquals(
        new RosEnvironment(0, Range.LOCALHOST, List.of(), 16, false),
        of("ROS_DISTRO", "jazzy", "ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"));
    assertEquals(
        new RosEnvironment(0, Range.SUBNET, List.of(), 16, false),
        of(
            "ROS_DISTRO", "jazzy",
            "ROS_AUTOMATIC_DISCOVERY_RANGE", "SYSTEM_DEFAULT",
            "ROS_STATIC_PEERS", "peer-one"));
    assertEquals(Range.SUBNET, of("ROS_DISTRO", "jazzy", "ROS_LOCALHOST_ONLY", "0").range());
  }

  @Test
  void sinceIron_localhostOnlyStillOverridesTheRangeAndThePeers() {
    assertEquals(
        new RosEnvironment(0, Range.LOCALHOST, List.of(), 16, false),
        of(
            "ROS_DISTRO", "jazzy",
            "ROS_LOCALHOST_ONLY", "1",
            "ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET",
            "ROS_STATIC_PEERS", "peer-one"));
  }

  @Test
  void withoutDiscoveryThereAreNoPeers_andNoMulticastAndNoOtherInterface() {
    RosEnvironment off = of("ROS_AUTOMATIC_DISCOVERY_RANGE", "OFF", "ROS_STATIC_PEERS", "peer-one");
    assertEquals(new RosEnvironment(0, Range.OFF, List.of(), 0, false), off);
    assertTrue(off.onlyLoopback());
    assertFalse(off.multicasts());
    assertEquals(List.of(), off.contacted());
  }

  @Test
  void peersOfALocalNodeAreContactedByTheNetwork_withoutMulticast() {
    RosEnvironment e =
        of("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST", "ROS_STATIC_PEERS", "10.0.0.7");
    assertFalse(e.onlyLoopback());
    assertFalse(e.multicasts());
    assertEquals(List.of("10.0.0.7", "127.0.0.1"), e.contacted());
  }

  @Test
  void whatDecidesAndWhatDoesNotCountIsSaid() {
    Map<String, String> humble =
        Map.of("ROS_DISTRO", "humble", "ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST");
    assertEquals("as ROS_LOCALHOST_ONLY is not set", RosVariables.reason(humble));
    assertEquals(
        List.of(
            "ROS_AUTOMATIC_DISCOVERY_RANGE is ignored: ROS 2 humble does not know it, use"
                + " ROS_LOCALHOST_ONLY"),
        RosVariables.ignored(humble));
    Map<String, String> jazzy =
        Map.of("ROS_DISTRO", "jazzy", "ROS_LOCALHOST_ONLY", "1", "ROS_STATIC_PEERS", "a");
    assertEquals("by ROS_LOCALHOST_ONLY=1", RosVariables.reason(jazzy));
    assertEquals(
        List.of("ROS_STATIC_PEERS is ignored: ROS_LOCALHOST_ONLY is 1"),
        RosVariables.ignored(jazzy));
    assertEquals("as ROS_AUTOMATIC_DISCOVERY_RANGE is not set", RosVariables.reason(Map.of()));
  }

  @Test
  void theVariablesForTheNativePartOfRos2SayTheSame() {
    for (RosEnvironment e :
        List.of(
            RosEnvironment.local(7),
            of("ROS_DOMAIN_ID", "3"),
            of("ROS_AUTOMATIC_DISCOVERY_RANGE", "OFF"),
            of("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST", "ROS_STATIC_PEERS", "a;b"))) {
      assertEquals(e, RosEnvironment.of(e.variables()));
    }
  }

  /** No test and no process that a test starts may be seen outside this machine. */
  @Test
  void theTestsRunOnThisMachineOnly() {
    assertTrue(RosEnvironment.of(System.getenv()).onlyLoopback(), "set by pom.xml and .ci/run");
  }

  @Test
  void whatIsWrongIsNamed() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("ROS_DOMAIN_ID", "102"),
            Map.of("ROS_DOMAIN_ID", "x"),
            Map.of("ROS_LOCALHOST_ONLY", "yes"),
            Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "WORLD"))) {
      String variable = wrong.keySet().iterator().next();
      String message =
          assertThrows(IllegalArgumentException.class, () -> RosEnvironment.of(wrong)).getMessage();
      assertTrue(message.startsWith(variable + " is " + wrong.get(variable) + ": "), message);
    }
  }
}

package org.reins.node.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reins.node.ros.RosEnvironment.Range;

class RosEnvironmentTest {
  @Test
  void withoutVariablesItIsThisMachineOnDomain0() {
    assertEquals(RosEnvironment.local(0), RosEnvironment.of(Map.of()));
  }

  @Test
  void everyVariableOfRos2Counts() {
    RosEnvironment e =
        RosEnvironment.of(
            Map.of(
                "ROS_DOMAIN_ID", "42",
                "ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET",
                "ROS_STATIC_PEERS", "peer-one;peer-two",
                "ROS_DISTRO", "humble",
                "RMW_IMPLEMENTATION", "rmw_cyclonedds_cpp"));
    assertEquals(
        new RosEnvironment(42, Range.SUBNET, List.of("peer-one", "peer-two"), 24, true), e);
    assertEquals(16, RosEnvironment.of(Map.of("ROS_DISTRO", "jazzy")).gidBytes());
  }

  @Test
  void localhostOnlyCountsBeforeTheRange() {
    assertEquals(
        Range.LOCALHOST,
        RosEnvironment.of(
                Map.of("ROS_LOCALHOST_ONLY", "1", "ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET"))
            .range());
    assertEquals(
        Range.OFF, RosEnvironment.of(Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "OFF")).range());
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

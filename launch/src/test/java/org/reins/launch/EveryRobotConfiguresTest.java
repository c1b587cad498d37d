package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.node.NodeShell;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.assembly.PlannerAssembly;
import org.reins.node.filter.FilterNode;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.planner.PlannerNode;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosNode;
import org.reins.robot.file.RobotFiles;

/** What {@code ./reins run --robot NAME} starts with: the robot's name, and defaults. */
class EveryRobotConfiguresTest {
  static Stream<String> robots() {
    return RobotFiles.builtIn().stream();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void filterAndPlannerOfARobotConfigureWithTheDefaults(String robot) throws Exception {
    InProcessBackend backend = new InProcessBackend();
    Map<String, ParameterValue> asked = new LinkedHashMap<>();
    asked.put("robot", ParameterValue.of(robot));
    Map<String, ParameterValue> waits = new LinkedHashMap<>(asked);
    waits.put("autostart", ParameterValue.of(false));
    try (RosNode caller = backend.createNode(NodeNames.of("caller"));
        NodeShell filterShell = shell(backend, "safety_filter", waits);
        NodeShell plannerShell = shell(backend, "envelope_planner", asked);
        FilterNode filter = FilterAssembly.node(filterShell);
        PlannerNode planner = PlannerAssembly.node(plannerShell)) {
      boolean configured =
          caller
              .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
              .call(new LifecycleServices.Change(0, "configure"))
              .get(60, TimeUnit.SECONDS);
      assertTrue(configured);
      assertEquals(LifecycleState.INACTIVE, filter.state());
      assertTrue(planner.changes().isEmpty());
    }
  }

  private static NodeShell shell(
      InProcessBackend backend, String name, Map<String, ParameterValue> parameters) {
    return NodeShell.of(backend.createNode(NodeNames.of(name)), name, parameters);
  }
}

package org.reins.launch.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.launch.roscontrol.RosInstall;

/** The controller in a real controller manager, where ROS 2 with ros2_control is sourced. */
@Tag("interop")
@Timeout(600)
class ControllerManagerTest {
  @BeforeAll
  static void needsRos() {
    String missing = RosInstall.missing();
    if (!missing.isEmpty()) {
      System.out.println("ControllerManagerTest skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), "ControllerManagerTest skipped: " + missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"effort", "velocity", "position"})
  void whenTheFilterIsStoppedOrKilled_thenTheArmComesToRestWithinItsLimits(
      String mode, @TempDir Path folder) throws Exception {
    ControllerGraph.Setup setup = new ControllerGraph.Setup(null, mode, true, 0, 0, 0);
    try (ControllerGraph graph = new ControllerGraph(setup, folder)) {
      ControllerTrial trial = new ControllerTrial(graph);
      for (ControllerTrial.Result result : List.of(trial.stop(), trial.kill(false))) {
        assertTrue(result.isSafe(), result.toString());
      }
      assertEquals("", graph.reset());
      assertTrue(Operator.await(() -> graph.status().path("mode").asInt() == 4, 10));
    }
  }
}

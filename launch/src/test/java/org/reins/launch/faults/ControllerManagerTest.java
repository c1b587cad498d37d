package org.reins.launch.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.launch.roscontrol.RosInstall;
import org.reins.node.messages.JointState;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosEnvironment;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

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
    ControllerGraph.Setup setup = ControllerGraph.Setup.managed(mode, true);
    try (ControllerGraph graph = new ControllerGraph(setup, folder)) {
      ControllerTrial trial = new ControllerTrial(graph);
      for (ControllerTrial.Result result : List.of(trial.stop(), trial.kill(false))) {
        assertTrue(result.isSafe(), result.toString());
      }
      assertEquals("", graph.reset());
      assertTrue(Operator.await(() -> graph.status().path("mode").asInt() == 4, 10));
    }
  }

  /** The simulated hardware keeps its last command for ever, as some drivers do. */
  @ParameterizedTest
  @ValueSource(strings = {"velocity", "position"})
  void whenTheControllerIsDeactivatedInMotion_thenTheHardwareDoesNotDriveTheArmOn(
      String mode, @TempDir Path folder) throws Exception {
    RobotModel panda = RobotFiles.load("panda");
    BlockingQueue<Double> speeds = new LinkedBlockingQueue<>();
    try (ControllerGraph graph =
        new ControllerGraph(ControllerGraph.Setup.managed(mode, true), folder)) {
      graph
          .node()
          .subscribe(
              JointState.type(panda.jointNames()),
              "/joint_states",
              Qos.STATE,
              m -> speeds.add(Arrays.stream(m.velocity).map(Math::abs).max().orElseThrow()));
      graph.awaitDriven();
      while (speeds.poll(60, TimeUnit.SECONDS) < 0.1) {
        // Until the arm moves.
      }
      ProcessBuilder unspawner =
          new ProcessBuilder(
              RosInstall.program("controller_manager", "unspawner").toString(), "reins_controller");
      unspawner.environment().putAll(RosEnvironment.local(graph.domain()).variables());
      unspawner.redirectErrorStream(true).redirectOutput(folder.resolve("unspawner.log").toFile());
      assertEquals(0, unspawner.start().waitFor());
      speeds.clear();
      for (int k = 0; k < 50; k++) {
        double speed = speeds.poll(60, TimeUnit.SECONDS);
        assertTrue(speed < 1e-6, "after the controller a joint has " + speed + " rad/s");
      }
    }
  }
}

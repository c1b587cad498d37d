package org.reins.launch.simnode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.WalkInterface;
import org.reins.node.NodeShell;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.LoopStatistics;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.policy.WalkPolicyNode;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.walk.LoadedWalk;
import org.reins.node.walk.TwistLimits;
import org.reins.node.walk.WalkControl;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.ControlFacts;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.WalkScenario;

/** A Go1 in real time over DDS: robot, policy and controller node, each with its participant. */
@Tag("realtime")
class WalkOverDdsTest {
  private static final int DOMAIN = 93;
  private static final double SECONDS = 6;

  @Test
  @SuppressWarnings("try") // closed early for its statistics
  void theGo1Walks_andTheControlThreadAllocatesNothing() throws Exception {
    RobotModel go1 = RobotFiles.load("go1");
    EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
    LoopStatistics statistics;
    RosNode world = backend.createNode(NodeNames.of("robot_sim"));
    SimulatedWalker robot =
        new SimulatedWalker(
            world,
            go1,
            r -> new EmbeddedLegged(r, PlantParameters.WALK, Terrain.FLAT),
            new LeggedRun(1, SECONDS, WalkScenario.NOMINAL, true, true),
            null);
    try (world;
        RosNode runner = backend.createNode(NodeNames.of("policy_runner"));
        NodeShell shell =
            NodeShell.of(
                backend.createNode(NodeNames.of("safety_filter")),
                "safety_filter",
                Map.of(
                    "robot", ParameterValue.of("go1"),
                    "output.mode", ParameterValue.of("unitree"),
                    "walk.input", ParameterValue.of("unitree"),
                    "envelope.timeout", ParameterValue.of(10.0)));
        FilterNode node =
            new FilterNode(
                shell,
                EnvelopeLevels.DEFAULT,
                WalkControl.kind(
                    p ->
                        LoadedWalk.gait(
                            // This machine may hold the loop up.
                            patient(30_000),
                            new FilteredWalk(go1, null, 10),
                            false,
                            new TwistLimits(1, 1),
                            0.5,
                            0)));
        WalkPolicyNode policy =
            new WalkPolicyNode(
                runner,
                (seen, action) -> java.util.Arrays.fill(action, 0),
                new WalkPolicyNode.Sizes(WalkInterface.OBSERVATION, 12),
                warning -> {},
                () -> {});
        RobotWorld running = new RobotWorld(world, robot, 0.002, SECONDS, false)) {
      RosPublisher<EnvelopeUpdate> planner =
          world.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
      policy.start();
      running.start();
      node.start();
      planner.publish(base());
      assertTrue(running.awaitEnd(120), "the walk did not end");
      assertEquals(LifecycleState.ACTIVE, node.state());
      node.close();
      statistics = node.statistics();
      System.out.printf(
          "a Go1 over DDS: %.1f s, %.2f m, %d cycles, %d misses, %d bytes%n",
          running.worldTime(),
          robot.metres(),
          statistics.cycles,
          statistics.deadlineMisses,
          statistics.bytesAllocated);
      assertTrue(policy.published() > 0);
      assertFalse(robot.body().fallen());
      assertEquals(SECONDS, running.worldTime(), 0.01);
      assertTrue(robot.metres() > 0.1, () -> robot.metres() + " m");
      assertEquals(0, robot.limits().position());
    }
    // Some bytes are the middleware's, once in a while; a loop that allocates has hundreds a cycle.
    assertTrue(
        statistics.bytesAllocated <= 2 * statistics.cycles,
        () -> statistics.bytesAllocated + " bytes in " + statistics.cycles + " cycles");
  }

  private static EnvelopeUpdate base() {
    Envelope base = EnvelopeLevels.DEFAULT.base();
    EnvelopeUpdate message = new EnvelopeUpdate();
    message.speedScale = base.speedScale();
    message.stiffnessScale = base.stiffnessScale();
    message.margin = base.margin();
    message.header.stampNanos = NodeClock.wallNanos();
    return message;
  }

  /** A Go1 that waits for so many periods until it stops by itself. */
  private static RobotModel patient(int periods) {
    RobotModel r = RobotFiles.load("go1");
    ControlFacts c = r.control();
    return r.withControl(
        new ControlFacts(c.rateHz(), c.commandMode(), c.gravityCompensated(), periods));
  }
}

package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointState;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Over real DDS: parameters are set all the time while the loop runs. */
@Tag("realtime")
class FilterUnderLoadTest {
  private static final int DOMAIN = 94;
  private static final int SETS = 300;
  private static final long PERIOD = 1_000_000;

  private final RobotModel panda = RobotFiles.load("panda");
  private volatile boolean feeding = true;

  @Test
  @SuppressWarnings("try") // closed early for its statistics
  void theControlThreadAllocatesNothingWhileParametersAreSet() throws Exception {
    EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
    LoopStatistics statistics;
    try (RosNode world = backend.createNode(NodeNames.of("world"));
        RosNode others = backend.createNode(NodeNames.of("others"));
        NodeShell shell =
            NodeShell.of(
                backend.createNode(NodeNames.of("safety_filter")),
                "safety_filter",
                Map.of("action_timeout", ParameterValue.of(0.3)));
        FilterNode node =
            new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load));
        PolicyAndPlanner inputs = new PolicyAndPlanner(others, "safety_filter")) {
      world.subscribe(
          CommandArray.type(panda.dof()), "/effort_controller/commands", Qos.STATE, m -> {});
      Thread robot = new Thread(() -> feed(world), "robot");
      robot.start();
      inputs.awaitStates();
      node.start();
      for (int k = 0; k < 3_000 && node.state() != LifecycleState.ACTIVE; k++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertEquals(LifecycleState.ACTIVE, node.state());
      RosClient<List<Parameter>, ParameterServices.Result> client =
          world.client(
              ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically");
      for (int k = 0; k < 3_000 && !client.isReady(); k++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      for (int k = 0; k < SETS; k++) {
        double share = 0.3 + 0.6 * k / SETS;
        assertEquals(
            "",
            client
                .call(
                    List.of(
                        new Parameter("envelope.speed_scale", ParameterValue.of(share)),
                        new Parameter("filter.alpha", ParameterValue.of(10 * share))))
                .get(30, TimeUnit.SECONDS)
                .reason());
      }
      TimeUnit.SECONDS.sleep(1);
      assertEquals(10 * (0.3 + 0.6 * (SETS - 1) / SETS), node.inForce().alpha());
      node.close();
      feeding = false;
      robot.join();
      statistics = node.statistics();
    }
    System.out.printf(
        "%d atomic sets while the loop ran: %d cycles, %d deadline misses, %d bytes%n",
        SETS, statistics.cycles, statistics.deadlineMisses, statistics.bytesAllocated);
    assertTrue(statistics.cycles > 300, () -> statistics.cycles + " cycles");
    // Some bytes are the middleware's, once in a while; a loop that allocates has hundreds a cycle.
    assertTrue(
        statistics.bytesAllocated <= 2 * statistics.cycles,
        () -> statistics.bytesAllocated + " bytes in " + statistics.cycles + " cycles");
  }

  private void feed(RosNode world) {
    RosPublisher<JointState> states =
        world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
    JointState state = new JointState(panda.dof());
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    EvenPace pace = new EvenPace(PERIOD);
    state.header.stampNanos = NodeClock.nanos();
    while (feeding) {
      state.header.stampNanos += PERIOD;
      states.publish(state);
      pace.awaitNext();
    }
  }
}

package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.node.HeldThread;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.arm.LoadedArm;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Log;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/**
 * Over DDS: whatever holds up the other services, those that stop the robot answer. What holds them
 * up here is a latch that is only opened after the answer.
 */
@Timeout(300)
class StopServicesTest {
  private static final int DOMAIN = 81;
  private static final long PERIOD = 1_000_000;
  // More than are admitted, from each of several peers; a client has at most a thousand open.
  private static final int PEERS = 3;
  private static final int FLOOD = 600;

  private final RobotModel panda = RobotFiles.load("panda");
  private final EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
  private final HeldThread held = new HeldThread();
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private volatile boolean feeding = true;

  private static Outcome answer(CompletableFuture<Outcome> asked) throws Exception {
    return asked.get(60, TimeUnit.SECONDS);
  }

  @Test
  void whileATransitionIsUnderWayTheyAnswer() throws Exception {
    try (RosNode world = backend.createNode(NodeNames.of("world"));
        NodeShell shell =
            NodeShell.of(
                backend.createNode(NodeNames.of("safety_filter")),
                "safety_filter",
                Map.of("autostart", ParameterValue.of(false)));
        FilterNode node =
            new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(this::slowly))) {
      var change = world.client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state");
      var stop = world.client(StandardServices.TRIGGER, "/safety_filter/emergency_stop");
      var pause = world.client(StandardServices.SET_BOOL, "/safety_filter/pause");
      HeldThread.await(() -> change.isReady() && stop.isReady() && pause.isReady());
      CompletableFuture<Boolean> configuring =
          change.call(new LifecycleServices.Change(0, "configure"));
      held.awaitHeld();
      assertTrue(answer(stop.call(true)).message().contains("not active"));
      assertTrue(answer(pause.call(true)).message().contains("not active"));
      assertFalse(configuring.isDone());
      held.letGo();
      assertTrue(configuring.get(120, TimeUnit.SECONDS));
      assertEquals(LifecycleState.INACTIVE, node.state());
    }
  }

  private LoadedArm slowly(ParameterSnapshot parameters) {
    held.hold();
    return PandaFilter.load(parameters);
  }

  @Test
  @SuppressWarnings("try") // closed early, while the robot still answers
  void whileAParameterIsCheckedAndAFloodOfThemWaits_theRobotIsStopped() throws Exception {
    try (RosNode world = backend.createNode(NodeNames.of("world"));
        RosNode others = backend.createNode(NodeNames.of("others"));
        NodeShell shell =
            NodeShell.of(
                backend.createNode(NodeNames.of("safety_filter")),
                "safety_filter",
                Map.of(
                    "action_timeout", ParameterValue.of(1.0),
                    "envelope.timeout", ParameterValue.of(10.0)));
        FilterNode node =
            new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load));
        PolicyAndPlanner inputs = new PolicyAndPlanner(others, "safety_filter")) {
      CountDownLatch stopped = new CountDownLatch(1);
      world.subscribe(
          FilterStatus.TYPE,
          "/safety_filter/status",
          Qos.RELIABLE,
          m -> {
            // A machine that was too busy may have stopped it before, and the first reason is kept.
            if (m.action == FilterAction.STOP.code()) {
              stopped.countDown();
            }
          });
      world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logged.add(m.value.text()));
      world.subscribe(
          CommandArray.type(panda.dof()), "/effort_controller/commands", Qos.STATE, m -> {});
      Thread robot = new Thread(() -> feed(world), "robot");
      robot.start();
      inputs.awaitStates();
      node.start();
      var stop = world.client(StandardServices.TRIGGER, "/safety_filter/emergency_stop");
      RosClient<List<Parameter>, ParameterServices.Result> set =
          world.client(
              ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically");
      HeldThread.await(
          () -> node.state() == LifecycleState.ACTIVE && stop.isReady() && set.isReady());
      shell
          .parameters()
          .addCheck(
              (now, wanted) -> {
                held.hold();
                return "";
              });
      Parameter alpha = new Parameter("filter.alpha", ParameterValue.of(5.0));
      CompletableFuture<ParameterServices.Result> first = set.call(List.of(alpha));
      held.awaitHeld();
      List<CompletableFuture<ParameterServices.Result>> flood = new ArrayList<>();
      for (int peer = 0; peer < PEERS; peer++) {
        RosClient<List<Parameter>, ParameterServices.Result> its =
            world.client(
                ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically");
        HeldThread.await(its::isReady);
        for (int k = 0; k < FLOOD; k++) {
          flood.add(its.call(List.of(alpha)));
        }
      }
      Outcome outcome = answer(stop.call(true));
      assertTrue(outcome.success(), outcome.message());
      assertTrue(stopped.await(60, TimeUnit.SECONDS), "and its status says so");
      HeldThread.await(() -> logged.contains("emergency stop"));
      assertFalse(first.isDone() || flood.stream().anyMatch(CompletableFuture::isDone));
      held.letGo();
      assertEquals("", first.get(60, TimeUnit.SECONDS).reason());
      // The flood was more than is worked on: the log says so, in one sentence.
      HeldThread.await(
          () -> logged.stream().anyMatch(t -> t.contains("set_parameters_atomically are dropped")));
      node.close();
      feeding = false;
      robot.join();
    }
  }

  private void feed(RosNode world) {
    RosPublisher<JointState> states =
        world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
    JointState state = new JointState(panda.dof());
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    EvenPace pace = new EvenPace(PERIOD);
    state.header.stampNanos = NodeClock.wallNanos();
    while (feeding) {
      state.header.stampNanos += PERIOD;
      states.publish(state);
      pace.awaitNext();
    }
  }
}

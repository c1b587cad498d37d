package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Log;
import org.reins.node.messages.StandardServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;

/** What stops the controller node, keeps it from being activated, and lets it go on. */
@Tag("realtime")
class FilterStopsTest {
  private final FilterBench bench = new FilterBench();

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void anEmergencyStopWhileItIsNotActive_keepsItFromBeingActivatedUntilTheReset() throws Exception {
    bench.create(Map.of());
    BlockingQueue<String> logs = new LinkedBlockingQueue<>();
    bench.world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logs.add(m.value.text()));
    StandardServices.Outcome stop = bench.trigger("emergency_stop");
    assertTrue(stop.success(), stop.message());
    AssertionError error = assertThrows(AssertionError.class, bench::activate);
    assertTrue(error.getMessage().contains("INACTIVE"), error.getMessage());
    assertTrue(bench.commands.isEmpty());
    assertTrue(
        logs.contains("an emergency stop was requested: call ~/reset_fault, then activate"),
        logs.toString());
    assertTrue(bench.trigger("reset_fault").success());
    bench.activateAgain();
    assertNotNull(bench.commands.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void anEmergencyStopOutlivesADeactivation() throws Exception {
    bench.create(Map.of());
    bench.activate();
    assertTrue(bench.trigger("emergency_stop").success());
    assertTrue(bench.change("deactivate"));
    assertFalse(bench.change("activate"), "before the reset");
    assertTrue(bench.trigger("reset_fault").success());
    bench.activateAgain();
    BlockingQueue<FilterStatus> all = bench.statuses();
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
  }

  @Test
  void deactivatedWhileAStopStillBrakes_itSendsUntilTheRobotRests() throws Exception {
    bench.create(Map.of());
    bench.activate();
    BlockingQueue<FilterStatus> all = bench.statuses();
    bench.state.velocity[0] = 0.3;
    FilterBench.await(all, FilterAction.STOP, FilterReason.STATE_FROZEN);
    // This adapter answers on the caller's thread.
    CompletableFuture<Boolean> deactivation =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return bench.change("deactivate");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    while (bench.node.state() == LifecycleState.ACTIVE) {
      Thread.onSpinWait();
    }
    bench.commands.clear();
    for (int k = 0; k < 100; k++) {
      assertNotNull(bench.commands.poll(30, TimeUnit.SECONDS), "command " + k);
    }
    bench.state.velocity[0] = 0;
    assertTrue(deactivation.get(30, TimeUnit.SECONDS));
  }

  @Test
  void whenAnotherNodeSendsCommandsItDoesNotActivate() throws Exception {
    bench.create(Map.of());
    RosNode rival = bench.backend.createNode(NodeNames.of("rival"));
    rival.publisher(CommandArray.type(7), "/effort_controller/commands", Qos.STATE);
    AssertionError error = assertThrows(AssertionError.class, bench::activate);
    assertTrue(error.getMessage().contains("INACTIVE"), error.getMessage());
    assertTrue(bench.commands.isEmpty());
  }

  @Test
  void whenAnotherNodeBeginsToSendCommandsItStopsUntilThatOneIsGone() throws Exception {
    bench.create(Map.of());
    bench.activate();
    BlockingQueue<FilterStatus> all = bench.statuses();
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
    RosNode rival = bench.backend.createNode(NodeNames.of("rival"));
    rival.publisher(CommandArray.type(7), "/effort_controller/commands", Qos.STATE);
    FilterBench.await(all, FilterAction.STOP, FilterReason.OTHER_COMMANDER);
    StandardServices.Outcome refused = bench.trigger("reset_fault");
    assertFalse(refused.success());
    assertTrue(
        refused.message().contains("effort_controller/commands (/rival)"), refused.message());
    rival.close();
    StandardServices.Outcome reset = bench.trigger("reset_fault");
    // On a machine that stands still for a second no state arrives in time, and people try again.
    for (int tries = 1; tries < 20 && reset.message().contains("within 1 s"); tries++) {
      reset = bench.trigger("reset_fault");
    }
    assertTrue(reset.success(), reset.message());
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
  }

  @Test
  void aRobotThatDoesNotFollowItsPositionsIsNotMadeToJumpWhenItIsLetGo() throws Exception {
    bench.create(Map.of("output.mode", ParameterValue.of("position")));
    BlockingQueue<double[]> positions = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        CommandArray.type(bench.panda.dof()),
        "/position_controller/commands",
        Qos.STATE,
        m -> positions.add(m.values.clone()));
    bench.activate();
    BlockingQueue<FilterStatus> all = bench.statuses();
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
    // The robot of this test stands still, as one in a protective stop does.
    bench.inputs.aim(1);
    FilterBench.await(all, FilterAction.STOP, FilterReason.NOT_FOLLOWED);
    positions.clear();
    // The command comes back to where the robot is, no faster than a joint may move, and stays.
    double most = bench.panda.joints().get(0).limits().velocity() / bench.panda.control().rateHz();
    double[] sent = positions.poll(30, TimeUnit.SECONDS);
    for (int k = 0; k < 1000 && sent != null && sent[0] != bench.state.position[0]; k++) {
      double[] next = positions.poll(30, TimeUnit.SECONDS);
      assertNotNull(next);
      assertTrue(Math.abs(next[0] - sent[0]) <= most * 1.001, sent[0] + " to " + next[0]);
      sent = next;
    }
    assertNotNull(sent);
    assertEquals(bench.state.position[0], sent[0]);
    bench.inputs.aim(0);
    assertTrue(bench.trigger("reset_fault").success());
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
  }

  @Test
  void pauseEmergencyStopAndResetActOnTheRunningLoop() throws Exception {
    bench.create(Map.of());
    bench.activate();
    BlockingQueue<FilterStatus> all = bench.statuses();
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
    var pause = bench.world.client(StandardServices.SET_BOOL, "/safety_filter/pause");
    assertTrue(pause.call(true).get(30, TimeUnit.SECONDS).success());
    FilterBench.await(all, FilterAction.SLOWDOWN, FilterReason.PAUSED);
    assertTrue(pause.call(false).get(30, TimeUnit.SECONDS).success());
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
    assertTrue(bench.trigger("emergency_stop").success());
    FilterBench.await(all, FilterAction.STOP, FilterReason.EMERGENCY_STOP);
    assertTrue(bench.trigger("reset_fault").success());
    FilterBench.await(all, FilterAction.PASS, FilterReason.NONE);
  }
}

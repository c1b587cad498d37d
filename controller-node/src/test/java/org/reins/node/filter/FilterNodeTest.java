package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;

/** The lifecycle of the controller node, and the commands that it sends meanwhile. */
@Tag("realtime")
class FilterNodeTest {
  private final FilterBench bench = new FilterBench();

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void withoutInputsItDoesNotActivateAndNothingIsSent() throws Exception {
    bench.create(Map.of());
    assertFalse(bench.change("activate"), "unconfigured");
    assertTrue(bench.change("configure"));
    assertFalse(bench.change("activate"), "no inputs");
    assertEquals(LifecycleState.INACTIVE, bench.node.state());
    assertTrue(bench.commands.isEmpty());
  }

  @Test
  void whatCannotBeLoadedLeavesItUnconfigured() throws Exception {
    bench.create(Map.of("robot", ParameterValue.of("no-such-robot")));
    assertFalse(bench.change("configure"));
    assertEquals(LifecycleState.UNCONFIGURED, bench.node.state());
  }

  /**
   * After a delay, states arrive in a burst; the robot takes only the last command of its period.
   */
  @Test
  void aBurstOfStatesGivesNoBurstOfCommands() throws Exception {
    bench.create(Map.of());
    bench.activate();
    for (int round = 0; round < 20; round++) {
      synchronized (bench) {
        bench.commands.clear();
        long begin = NodeClock.nanos();
        for (int k = 1; k <= 8; k++) {
          bench.state.header.stampNanos += FilterBench.PERIOD / 10;
          bench.states.publish(bench.state);
          while (NodeClock.nanos() - begin < k * FilterBench.PERIOD / 10) {
            Thread.onSpinWait();
          }
        }
        int sent = bench.commands.size();
        long most = (NodeClock.nanos() - begin) / (FilterBench.PERIOD / 2) + 2;
        assertTrue(sent <= most, sent + " commands where at most " + most + " are allowed");
        bench.commands.clear();
      }
      // The next burst comes out of the usual rhythm.
      for (int k = 0; k < 5; k++) {
        assertNotNull(bench.commands.poll(30, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void deactivatedItSendsNothingMore_andCanBeActivatedAgain() throws Exception {
    bench.create(Map.of());
    bench.activate();
    assertNotNull(bench.commands.poll(30, TimeUnit.SECONDS));
    assertTrue(bench.change("deactivate"));
    bench.commands.clear();
    assertEquals(null, bench.commands.poll(200, TimeUnit.MILLISECONDS));
    bench.activateAgain();
    assertNotNull(bench.commands.poll(30, TimeUnit.SECONDS));
    assertTrue(bench.change("deactivate"));
    assertTrue(bench.change("cleanup"));
    assertEquals(LifecycleState.UNCONFIGURED, bench.node.state());
    assertTrue(bench.change("configure"));
    bench.activateAgain();
    bench.commands.clear();
    assertNotNull(bench.commands.poll(30, TimeUnit.SECONDS));
  }
}

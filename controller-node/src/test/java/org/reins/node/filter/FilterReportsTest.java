package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.messages.Clock;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.Log;
import org.reins.node.messages.Markers;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/** What a running controller node tells. */
@Tag("realtime")
class FilterReportsTest {
  private final FilterBench bench = new FilterBench();

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void whatPeopleLookAtIsPublished() throws Exception {
    bench.create(Map.of());
    BlockingQueue<String> logs = new LinkedBlockingQueue<>();
    bench.world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logs.add(m.value.text()));
    bench.activate();
    BlockingQueue<Diagnostics> diagnostics = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnostics.add(m.value));
    BlockingQueue<Markers> markers = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        Markers.TYPE, "/safety_filter/markers", Qos.LATCHED, m -> markers.add(m.value));
    Diagnostics d = diagnostics.poll(30, TimeUnit.SECONDS);
    while (!d.message().startsWith("PASS")) {
      d = diagnostics.poll(30, TimeUnit.SECONDS);
    }
    assertEquals("safety_filter: filter", d.name());
    assertEquals("panda", d.hardwareId());
    assertEquals(0, d.level());
    Markers last = markers.poll(30, TimeUnit.SECONDS);
    // A machine that is busy may hold a state up meanwhile, which is shown as well.
    while (last.markers().isEmpty() || !last.markers().get(1).text().startsWith("PASS, level ")) {
      last = markers.poll(30, TimeUnit.SECONDS);
    }
    assertEquals("table", last.markers().get(0).text());
    assertTrue(logs.contains("active"), logs.toString());
  }

  @Test
  void aLoopThatEndsByAFaultOfOursDoesNotLookAlive() throws Exception {
    bench.create(Map.of());
    BlockingQueue<Diagnostics> diagnostics = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnostics.add(m.value));
    bench.activate();
    // Something that cannot happen: the subscriber of commands throws on the control thread.
    bench.world.subscribe(
        CommandArray.type(bench.panda.dof()),
        "/effort_controller/commands",
        Qos.STATE,
        m -> {
          throw new IllegalStateException("injected");
        });
    Diagnostics d = diagnostics.poll(30, TimeUnit.SECONDS);
    while (!d.message().startsWith("the control loop ended")) {
      d = diagnostics.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(2, d.level());
    assertTrue(d.message().contains("injected"), d.message());
    assertTrue(bench.change("deactivate"));
  }

  @Test
  void aSecondPublisherOfEnvelopesIsTheBaseAndIsNamedInDiagnostics() throws Exception {
    bench.create(Map.of());
    bench.activate();
    BlockingQueue<EnvelopeState> all = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        EnvelopeState.TYPE, "/safety_filter/envelope", Qos.LATCHED, m -> all.add(m.value));
    BlockingQueue<Diagnostics> diagnostics = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnostics.add(m.value));
    EnvelopeState e = all.poll(30, TimeUnit.SECONDS);
    while (!e.plannerAlive() || e.level() != EnvelopeLevels.DEFAULT.top()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    RosNode rival = bench.backend.createNode(NodeNames.of("rival"));
    rival.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
    while (e.plannerAlive()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(0, e.level());
    Diagnostics d = diagnostics.poll(30, TimeUnit.SECONDS);
    while (d.level() == 0 || !told(d, "envelopes refused", "[1-9].*")) {
      d = diagnostics.poll(30, TimeUnit.SECONDS);
    }
    rival.close();
    while (!e.plannerAlive()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(EnvelopeLevels.DEFAULT.top(), e.level());
  }

  private static boolean told(Diagnostics d, String key, String pattern) {
    return d.values().stream().anyMatch(v -> v.key().equals(key) && v.value().matches(pattern));
  }

  @Test
  void withSimulatedTimeStampsAreThoseOfTheClock() throws Exception {
    bench.create(Map.of("use_sim_time", ParameterValue.of(true)));
    RosPublisher<Clock> clock = bench.world.publisher(Clock.TYPE, "/clock", Qos.STATE);
    Clock tick = new Clock();
    tick.nanos = 12_345_000_000L;
    clock.publish(tick);
    BlockingQueue<Long> stamps = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        EnvelopeState.TYPE,
        "/safety_filter/envelope",
        Qos.LATCHED,
        m -> stamps.add(m.value.stampNanos()));
    long stamp = stamps.poll(30, TimeUnit.SECONDS);
    while (stamp == 0) {
      stamp = stamps.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(12_345_000_000L, stamp);
  }
}

package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.Clock;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.Log;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

class LiveTuningTest {
  private static final String TOPIC = "/envelope_planner/envelope";
  private static final long DAY = 86_400_000_000_000L;

  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final RosPublisher<EnvelopeUpdate> planner =
      world.publisher(EnvelopeUpdate.TYPE, TOPIC, Qos.ENVELOPE);
  private final List<String> logs = new ArrayList<>();
  private NodeShell shell;
  private LiveTuning tuning;
  private long last;

  private void create(Map<String, ParameterValue> parameters) {
    world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logs.add(m.value.text()));
    shell =
        NodeShell.of(
            backend.createNode(NodeNames.of("safety_filter")), "safety_filter", parameters);
    tuning = new LiveTuning(EnvelopeLevels.DEFAULT, shell);
    tuning.subscribe(shell.ros());
  }

  /** The widest that there is, now. */
  private EnvelopeUpdate widest() {
    Envelope top = EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top());
    EnvelopeUpdate m = new EnvelopeUpdate();
    last = Math.max(last + 1, NodeClock.wallNanos());
    m.header.stampNanos = last;
    m.level = top.level();
    m.speedScale = top.speedScale();
    m.stiffnessScale = top.stiffnessScale();
    m.margin = top.margin();
    return m;
  }

  private boolean isPlanned() {
    return tuning.isPlannerAlive(tuning.current(), NodeClock.nanos());
  }

  @AfterEach
  void end() {
    shell.close();
    world.close();
  }

  @Test
  void whatNoPlannerSendsIsRefusedCountedAndNamed() {
    create(Map.of("envelope.timeout", ParameterValue.of(10.0)));
    List<Consumer<EnvelopeUpdate>> broken =
        List.of(
            m -> m.level = -1,
            m -> m.level = 5,
            m -> m.level = Integer.MAX_VALUE,
            m -> m.speedScale = Double.NaN,
            m -> m.speedScale = 0,
            m -> m.speedScale = 1.01,
            m -> m.speedScale = Double.POSITIVE_INFINITY,
            m -> m.stiffnessScale = Double.NaN,
            m -> m.stiffnessScale = -1,
            m -> m.margin = Double.NaN,
            m -> m.margin = -0.001,
            m -> m.margin = Double.NEGATIVE_INFINITY,
            m -> m.header.stampNanos = 0,
            m -> m.header.stampNanos -= DAY,
            m -> m.header.stampNanos += DAY,
            m -> m.header.stampNanos = -1);
    for (Consumer<EnvelopeUpdate> breaking : broken) {
      EnvelopeUpdate m = widest();
      breaking.accept(m);
      planner.publish(m);
      assertFalse(isPlanned());
      assertEquals(0, tuning.current().planned().envelope().level());
    }
    assertEquals(broken.size(), tuning.refused());
    assertTrue(logs.stream().anyMatch(l -> l.startsWith("an envelope is refused")));
    planner.publish(widest());
    assertTrue(isPlanned());
    assertEquals(4, tuning.current().planned().envelope().level());
  }

  @Test
  void anEnvelopeThatIsSentTwiceKeepsNobodyAlive() {
    create(Map.of("envelope.timeout", ParameterValue.of(10.0)));
    EnvelopeUpdate m = widest();
    planner.publish(m);
    assertEquals(0, tuning.refused());
    planner.publish(m);
    m.header.stampNanos--;
    planner.publish(m);
    assertEquals(2, tuning.refused());
  }

  @Test
  void whileASecondNodePublishesEnvelopesTheBaseIsInForce() {
    create(Map.of("envelope.timeout", ParameterValue.of(10.0)));
    planner.publish(widest());
    assertTrue(isPlanned());
    RosNode rival = backend.createNode(NodeNames.of("rival"));
    RosPublisher<EnvelopeUpdate> forged = rival.publisher(EnvelopeUpdate.TYPE, TOPIC, Qos.LATCHED);
    forged.publish(widest());
    assertFalse(isPlanned(), "the forged one");
    planner.publish(widest());
    assertFalse(isPlanned(), "nor the planner's: nobody knows whose it is");
    assertTrue(tuning.intruder().contains("2 nodes publish on envelope_planner/envelope"));
    assertTrue(logs.toString().contains("2 nodes publish"), logs.toString());
    rival.close();
    planner.publish(widest());
    assertTrue(isPlanned());
    assertEquals("", tuning.intruder());
  }

  @Test
  void withSimulatedTimeTheAgeIsThatOfTheSimulation() {
    create(
        Map.of(
            "use_sim_time", ParameterValue.of(true),
            "envelope.timeout", ParameterValue.of(10.0)));
    EnvelopeUpdate m = widest();
    m.header.stampNanos = 5;
    planner.publish(m);
    assertFalse(isPlanned(), "before the first tick");
    RosPublisher<Clock> clock = world.publisher(Clock.TYPE, "/clock", Qos.STATE);
    Clock tick = new Clock();
    tick.nanos = 100_000_000_000L;
    clock.publish(tick);
    planner.publish(widest());
    assertFalse(isPlanned(), "the system's time is not the simulation's");
    m.header.stampNanos = tick.nanos;
    planner.publish(m);
    assertTrue(isPlanned());
  }
}

package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.envelope.SafetyProfile;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.FilterStatus;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.Qos;

/** Parameters and envelopes of a running controller node. */
@Tag("realtime")
class FilterTuningTest {
  private final FilterBench bench = new FilterBench();

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void aSetIsInForceInTheFirstCycleThatBeginsAfterItsReply() throws Exception {
    bench.create(Map.of());
    bench.activate();
    for (int k = 1; k <= 200; k++) {
      double share = k % 2 == 0 ? 0.3 : 0.6;
      assertEquals(
          "",
          bench.set(
              new Parameter("envelope.speed_scale", ParameterValue.of(share)),
              new Parameter("envelope.stiffness_scale", ParameterValue.of(share)),
              new Parameter("filter.alpha", ParameterValue.of(10 * share))));
      // The cycle of the next command, at the latest, began after the reply: one may be under way.
      bench.commands.clear();
      bench.commands.poll(30, TimeUnit.SECONDS);
      bench.commands.poll(30, TimeUnit.SECONDS);
      FilterTuning inForce = bench.node.inForce();
      assertEquals(10 * share, inForce.alpha());
      assertEquals(share, inForce.planned().envelope().speedScale());
      assertSame(EffectiveEnvelope.Limiter.OPERATOR, inForce.planned().speedBy());
    }
  }

  @Test
  void noCycleUsesHalfOfAnAtomicSet() throws Exception {
    bench.create(Map.of());
    bench.activate();
    Thread setter =
        new Thread(
            () -> {
              for (int k = 0; k < 2_000; k++) {
                double share = 0.1 + 0.8 * (k % 97) / 97;
                bench
                    .shell
                    .parameters()
                    .set(
                        List.of(
                            new Parameter("envelope.stiffness_scale", ParameterValue.of(share)),
                            new Parameter("filter.alpha", ParameterValue.of(share))));
              }
            });
    assertEquals(
        "",
        bench.set(
            new Parameter("envelope.stiffness_scale", ParameterValue.of(0.5)),
            new Parameter("filter.alpha", ParameterValue.of(0.5))));
    bench.commands.clear();
    bench.commands.poll(30, TimeUnit.SECONDS);
    bench.commands.poll(30, TimeUnit.SECONDS);
    setter.start();
    int looks = 0;
    while (setter.isAlive() || looks == 0) {
      FilterTuning t = bench.node.inForce();
      assertEquals(Math.min(1, t.alpha()), t.planned().envelope().stiffnessScale());
      looks++;
    }
    setter.join();
  }

  @Test
  void everybodyMayTightenTheProfileAndOnlyTheKeyWidensIt(@TempDir Path folder) throws Exception {
    Path key = folder.resolve("operator.key");
    Files.writeString(key, "open sesame\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    bench.create(Map.of("operator.key_file", ParameterValue.of(key.toString())));
    BlockingQueue<Integer> profiles = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE, m -> profiles.add(m.profile));
    BlockingQueue<ParameterServices.Event> events = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        ParameterServices.EVENT, "/parameter_events", Qos.EVENTS, m -> events.add(m.value));
    bench.activate();
    Parameter manual = new Parameter("profile", ParameterValue.of("manual"));
    Parameter fenced = new Parameter("profile", ParameterValue.of("fenced"));
    assertEquals("", bench.set(manual));
    assertEquals(0.25, bench.shell.snapshot().number("profiles.manual.tool_speed"));
    awaitProfile(profiles, SafetyProfile.MANUAL);
    assertTrue(bench.set(fenced).contains("operator.key"), "without a key");
    assertTrue(
        bench
            .set(fenced, new Parameter("operator.key", ParameterValue.of("open says me")))
            .contains("operator.key"),
        "with a wrong one");
    assertEquals("manual", bench.shell.snapshot().text("profile"));
    assertEquals(
        "", bench.set(fenced, new Parameter("operator.key", ParameterValue.of("open sesame"))));
    awaitProfile(profiles, SafetyProfile.FENCED);
    assertEquals("none", bench.shell.snapshot().text("operator.key"), "the key is not kept");
    for (ParameterServices.Event e : events) {
      assertTrue(e.changed().stream().noneMatch(p -> p.name().equals("operator.key")), "nor told");
    }
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("", bench.set(manual));
    assertTrue(
        bench
            .set(fenced, new Parameter("operator.key", ParameterValue.of("open sesame")))
            .contains("chmod 600"),
        "a key that others can read is none");
  }

  private static void awaitProfile(BlockingQueue<Integer> profiles, SafetyProfile wanted)
      throws InterruptedException {
    Integer now = profiles.poll(30, TimeUnit.SECONDS);
    while (now != null && now != wanted.code()) {
      now = profiles.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(wanted.code(), now);
  }

  @Test
  void anOperatorNeverWidensWhatThePlannerGrants() throws Exception {
    bench.create(Map.of("envelope.max_level", ParameterValue.of(1L)));
    bench.activate();
    BlockingQueue<EnvelopeState> all = new LinkedBlockingQueue<>();
    bench.world.subscribe(
        EnvelopeState.TYPE, "/safety_filter/envelope", Qos.LATCHED, m -> all.add(m.value));
    EnvelopeState e = all.poll(30, TimeUnit.SECONDS);
    while (!e.plannerAlive()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(1, e.level());
    assertEquals(EnvelopeLevels.DEFAULT.at(1).speedScale(), e.speedScale());
    assertEquals(EffectiveEnvelope.Limiter.OPERATOR.code(), e.levelBy());
    assertEquals(
        "envelope.speed_scale is 1.5: allowed is 0.05 to 1.0",
        bench.set(new Parameter("envelope.speed_scale", ParameterValue.of(1.5))));
  }
}

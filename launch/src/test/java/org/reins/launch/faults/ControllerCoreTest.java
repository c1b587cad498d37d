package org.reins.launch.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The C++ core of launch/reins_controller: its own tests, and with the filter as a process. */
@Timeout(900)
class ControllerCoreTest {
  private static Path programs;

  @BeforeAll
  static void build() throws Exception {
    String missing = NativeCore.missing();
    if (!missing.isEmpty()) {
      System.out.println("ControllerCoreTest skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), "ControllerCoreTest skipped: " + missing);
    programs =
        NativeCore.build(
            Path.of("target/reins_controller").toAbsolutePath(),
            List.of("core_test", "record_race_test", "sim_arm"));
  }

  @Test
  void theCoresOwnTestsPass_withAddressAndUndefinedBehaviourSanitizer() throws Exception {
    assertPasses("core_test");
  }

  @Test
  void noRecordIsTorn_withThreadSanitizer() throws Exception {
    assertPasses("record_race_test");
  }

  private static void assertPasses(String program) throws Exception {
    Process p =
        new ProcessBuilder(programs.resolve(program).toString()).redirectErrorStream(true).start();
    String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(300, TimeUnit.SECONDS), program + " ends");
    // Some kernels place memory where an older ThreadSanitizer cannot work.
    assumeTrue(!output.contains("unexpected memory mapping"), output);
    assertEquals(0, p.exitValue(), output);
  }

  /** In lockstep, so that a busy machine delays the robot's time; judged in the robot's cycles. */
  @Test
  void whenTheFilterIsStoppedOrKilled_thenTheArmComesToRestWithinItsLimits(@TempDir Path folder)
      throws Exception {
    ControllerGraph.Setup setup =
        new ControllerGraph.Setup(programs.resolve("sim_arm"), "velocity", true, 0, 200, 0);
    try (ControllerGraph graph = new ControllerGraph(setup, folder);
        ControllerWatch watch = graph.watch()) {
      ControllerTrial trial = new ControllerTrial(graph);
      for (ControllerTrial.Result result : List.of(trial.stop(), trial.kill(false))) {
        assertTrue(result.isSafe(), result.toString());
        // The slowest joint of a Panda brakes with 7.5 rad/s²: 2.61 rad/s take 350 cycles.
        assertTrue(result.brakeCycles() <= 1 + 1000 * result.speed() / 7.5, result.toString());
      }
      // The watch, which judges a real controller manager, sees what the robot says of itself. It
      // may miss cycles beside other work: then it saw the trip later, never earlier.
      JsonNode own = graph.status();
      JsonNode seen = watch.status();
      assertEquals(own.path("trips").asLong(), seen.path("trips").asLong());
      assertEquals(0, seen.path("violations").asLong(), seen.toString());
      long late = seen.path("trip_cycle").asLong() - own.path("trip_cycle").asLong();
      assertTrue(late >= 0 && late <= seen.path("missed").asLong(), own + " seen as " + seen);
      assertEquals(
          own.path("trip_age").asLong() + late, seen.path("trip_age").asLong(), seen.toString());
      assertEquals("", graph.reset());
      assertEquals(4, graph.status().path("mode").asInt());
    }
  }
}

package org.reins.launch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.Main;
import org.reins.node.json.Json;

/**
 * The whole demo, short: real processes, real DDS. Nothing here depends on how fast the machine is.
 */
@Tag("realtime")
class DemoTest {
  @TempDir private Path folder;

  @Test
  void theDemoRunsAndTheFilteredRunKeepsEveryLimit() throws Exception {
    Path json = folder.resolve("out.json");
    int status =
        Main.execute(
            "demo",
            "--headless",
            "--seconds",
            "6",
            "--disturb",
            "--json",
            json.toString(),
            "--out",
            folder.resolve("run").toString());
    assertEquals(0, status);
    JsonNode f = Json.read(json);
    for (String key : new String[] {"violations", "goals"}) {
      assertTrue(f.at("/unfiltered/" + key).isNumber(), key);
      assertTrue(f.at("/filtered/" + key).isNumber(), key);
    }
    for (String pointer :
        new String[] {
          "/without_barrier/violations",
          "/filtered/barrier_active_cycles",
          "/filtered/min_barrier_margin",
          "/filtered/loop_hz",
          "/filtered/step_us/median",
          "/filtered/step_us/p99",
          "/filtered/step_us/p999",
          "/filtered/deadline_misses",
          "/filtered/bytes_per_cycle",
          "/filtered/messages_lost",
          "/planner/max_level",
          "/planner/level_changes",
          "/planner/disturbance_to_drop_ms"
        }) {
      assertTrue(!f.at(pointer).isMissingNode(), pointer);
    }
    assertTrue(f.at("/unfiltered/violations").asLong() > 0);
    assertTrue(f.at("/filtered/cycles").asLong() > 1000);
    assertTrue(Files.readString(folder.resolve("run/report.html")).contains("<polyline"));
    JsonNode violations = f.at("/filtered/first_violations");
    // The robot's process was suspended in each of three attempts: nothing to be seen here.
    assumeFalse(
        violated(f.at("/filtered/violations").asInt(), violations).isSpoiledByTheHost(),
        "this machine suspended the simulated robot before each violation: " + violations);
    JsonNode kinds = f.at("/filtered/violations_by_kind");
    for (String kind : new String[] {"joint_position", "torque", "torque_rate"}) {
      assertEquals(0, kinds.get(kind).asLong(), kind + " " + violations);
    }
  }

  @Test
  void anArmThatTakesPositionsIsFilteredToo() throws Exception {
    Path json = folder.resolve("position.json");
    int status =
        Main.execute(
            "demo",
            "--headless",
            "--output",
            "position",
            "--seconds",
            "4",
            "--json",
            json.toString(),
            "--out",
            folder.resolve("position").toString());
    assertEquals(0, status);
    JsonNode f = Json.read(json);
    assertEquals("position", f.get("output").asText());
    assertEquals(0, f.at("/filtered/violations_by_kind/joint_position").asLong());
    // Three times held up for so long that the filter had to stop: nothing to be seen here. A stop
    // for any other reason is a failure.
    double stall = f.at("/filtered/longest_host_stall_ms").asDouble();
    assumeFalse(
        phase(f.at("/filtered/stop_reason").asText(), stall).isEndedByTheHost(),
        "this machine held the simulated robot up for " + stall + " ms");
    assertTrue(f.at("/filtered/goals").asLong() > 0, f.toString());
    assertTrue(f.at("/filtered/cycles").asLong() > 1000);
  }

  @Test
  void onlyAStopForWantOfStatesThatTheHostHeldBackIsReasonToRunAgain() {
    assertTrue(phase("state_stale", 365).isEndedByTheHost());
    assertFalse(phase("state_stale", 3).isEndedByTheHost());
    assertFalse(phase("persistent_fallback", 365).isEndedByTheHost());
    assertFalse(phase("none", 365).isEndedByTheHost());
  }

  @Test
  void onlyViolationsThatAllFollowADelayOfTheRobotAreReasonToRunAgain() {
    ObjectNode delayed = Json.MAPPER.createObjectNode().put("host_stall_periods_before", 12);
    ObjectNode steady = Json.MAPPER.createObjectNode().put("host_stall_periods_before", 0);
    ArrayNode notes = Json.MAPPER.createArrayNode();
    assertFalse(violated(0, notes).isSpoiledByTheHost());
    assertTrue(violated(2, notes.add(delayed).add(delayed)).isSpoiledByTheHost());
    assertFalse(violated(3, notes.add(steady)).isSpoiledByTheHost());
  }

  private static PhaseResult violated(int violations, JsonNode notes) {
    ObjectNode world = Json.MAPPER.createObjectNode().put("violations", violations);
    world.set("first_violations", notes);
    return new PhaseResult(DemoCommand.Phase.FILTERED, 1, world, null, null, null);
  }

  private static PhaseResult phase(String stop, double stall) {
    return new PhaseResult(
        DemoCommand.Phase.FILTERED,
        1,
        Json.MAPPER.createObjectNode().put("longest_host_stall_ms", stall),
        Json.MAPPER.createObjectNode().put("stop_reason", stop),
        null,
        null);
  }

  @Test
  void aGo1WalksAsProcesses_andTooFastACommandDoesNotThrowItOver() throws Exception {
    Path json = folder.resolve("go1.json");
    int status =
        Main.execute(
            "demo",
            "--robot",
            "go1",
            "--processes",
            "--scenario",
            "overspeed",
            "--seconds",
            "3",
            "--headless",
            "--json",
            json.toString(),
            "--out",
            folder.resolve("go1").toString());
    assertEquals(0, status);
    JsonNode f = Json.read(json).at("/scenarios/overspeed/filtered");
    assertTrue(!f.get("fallen").asBoolean());
    assertTrue(f.get("seconds").asDouble() > 2.9);
    assertEquals(0, f.get("position_violation_periods").asLong());
    assertTrue(f.at("/filter/cycles").asLong() > 100);
    assertTrue(f.at("/planner/max_level").isNumber());
  }
}

package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.models.LearnedModels;
import org.reins.node.drift.DriftFile;
import org.reins.node.drift.DriftModel;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;

/** The experiments on the dynamic envelope, cut short. */
@Tag("campaign")
class ExperimentTest {
  @TempDir private Path folder;

  @Test
  void dynamicVsStaticReportsEveryFigureThatItPromises() throws Exception {
    Path json = folder.resolve("out.json");
    Path html = folder.resolve("out.html");
    assertEquals(
        0,
        Main.execute(
            "experiment",
            "dynamic-vs-static",
            "--seeds",
            "2",
            "--generations",
            "1",
            "--test-hours",
            "0.02",
            "--drift-runs",
            "20",
            "--policies",
            "50",
            "--json",
            json.toString(),
            "--html",
            html.toString()));
    JsonNode root = Json.read(json);
    assertBands(root);
    for (String regime : List.of("tight", "loose", "dynamic")) {
      assertTrue(root.at("/" + regime + "/final_return/mean").asDouble() > 30, root.toString());
    }
    assertTrue(root.at("/degradation/periods_to_base").asDouble() <= 1, root.toString());
    assertTrue(root.at("/degradation/seconds_to_level_again").asDouble() > 0, root.toString());
    assertTrue(root.at("/gate/false_promotion_share").asDouble() <= 0.05, root.toString());
    assertTrue(root.at("/drift/foreseen_share").asDouble() >= 0.6, root.toString());
    assertFalse(root.at("/drift/median_lead_s").isMissingNode());
    assertFalse(root.at("/drift/false_alarms_per_hour").isMissingNode());
    assertTrue(Files.readString(html).contains("<svg"));
  }

  @Test
  void theQuadrupedEarnsItsSpeedAndLosesItWhenItsSensorsFallSilent() throws Exception {
    Path json = folder.resolve("walk.json");
    assertEquals(
        0,
        Main.execute(
            "experiment",
            "dynamic-vs-static",
            "--robot",
            "go1",
            "--seeds",
            "1",
            "--generations",
            "1",
            "--policies",
            "50",
            "--json",
            json.toString()));
    JsonNode root = Json.read(json);
    assertBands(root);
    double tight = root.at("/tight/final_return/mean").asDouble();
    double loose = root.at("/loose/final_return/mean").asDouble();
    assertTrue(tight > 10 && loose > 1.2 * tight, root.toString());
    assertEquals(0, root.at("/dynamic/violations/mean").asDouble());
    assertEquals(4, root.at("/degradation/level_before").asInt());
    assertTrue(root.at("/degradation/periods_to_base").asDouble() <= 1, root.toString());
    assertTrue(root.at("/degradation/seconds_to_level_again").asDouble() > 0, root.toString());
    assertTrue(root.path("drift").isMissingNode(), "there is no drift chain of the Go1");
  }

  private static void assertBands(JsonNode root) {
    for (String regime : List.of("tight", "loose", "dynamic")) {
      for (String figure :
          List.of(
              "final_return",
              "success",
              "violations",
              "near_violations",
              "steps_to_tight_return")) {
        JsonNode band = root.path(regime).path(figure);
        double mean = band.path("mean").asDouble(Double.NaN);
        assertTrue(
            band.path("low").asDouble() <= mean && mean <= band.path("high").asDouble(),
            regime + " " + figure + ": " + band);
      }
    }
  }

  @Test
  void aDriftFileComesBackAndABrokenOneIsNamed() throws Exception {
    DriftModel model = LearnedModels.driftModel(LearnedModels.BUILT_IN);
    Path file = folder.resolve("drift.json");
    DriftFile.write(file, model);
    DriftModel back = DriftFile.parse("drift.json", Files.readAllBytes(file));
    assertArrayEquals(model.danger(), back.danger());
    assertEquals(model.threshold(), back.threshold());
    for (String text :
        List.of(
            "nonsense",
            "{}",
            "{\"schema\":\"reins/drift/1\",\"bins\":20,\"levels\":5,\"counts\":[[0,999,1]]}",
            "{\"schema\":\"reins/drift/1\",\"bins\":20,\"levels\":5,\"counts\":[[0,1,-1]]}",
            "{\"schema\":\"reins/drift/1\",\"bins\":20,\"levels\":5,\"step_s\":0}")) {
      ReinsException e =
          assertThrows(
              ReinsException.class,
              () -> DriftFile.parse("mine.json", text.getBytes(StandardCharsets.UTF_8)),
              text);
      assertTrue(e.getMessage().contains("mine.json"), e.getMessage());
    }
  }
}

package org.reins.launch.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.launch.Main;
import org.reins.node.json.Json;
import org.reins.robot.file.RobotFiles;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;

/** What {@code ./reins new cell} writes runs as it is, for every arm that comes with Reins. */
@Tag("campaign")
class NewCellTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"panda", "fr3", "ur5e", "ur10e", "gen3", "iiwa14"})
  void theUnfilteredArmReachesGoalsAndEntersTheZone_andTheFilterKeepsTheLimits(String robot)
      throws Exception {
    Path file = folder.resolve("cell.yaml");
    Files.writeString(file, new DraftCell(robot).yaml());
    Cell cell = CellFile.load(file.toString());
    Path json = folder.resolve("g.json");
    assertEquals(
        0,
        Main.execute("sim", "--cell", file.toString(), "--seeds", "1", "--json", json.toString()));
    JsonNode figures = Json.read(json);
    long offered = Math.round(cell.task().seconds() / cell.task().slot());
    JsonNode bare = figures.get("unfiltered");
    assertTrue(bare.get("goals").asLong() >= 0.7 * offered, bare.toString());
    assertTrue(bare.get("zone").asLong() > 0, bare.toString());
    JsonNode filtered = figures.get("filtered");
    assertEquals(filtered.get("zone").asLong(), filtered.get("violations").asLong());
    assertTrue(filtered.get("goals").asLong() >= 0.7 * bare.get("goals").asLong());
    assertEquals(filtered, figures.get("without_barrier"), "there is no barrier yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "go2", "a1", "spot", "anymal_c"})
  void aCellOfLegs_runsAsItIs_andTheFilterKeepsTheLimits(String robot) throws Exception {
    Path file = folder.resolve("cell.yaml");
    String yaml = new WalkDraft(robot, RobotFiles.legged(robot)).yaml();
    assertTrue(yaml.contains("seconds: 8 "), yaml);
    Files.writeString(file, yaml.replace("seconds: 8 ", "seconds: 2 "));
    Path json = folder.resolve("g.json");
    assertEquals(
        0,
        Main.execute("sim", "--cell", file.toString(), "--seeds", "1", "--json", json.toString()));
    JsonNode figures = Json.read(json);
    assertEquals(7, figures.get("unfiltered").get("episodes").asInt(), figures.toString());
    assertTrue(figures.get("unfiltered").get("metres").asDouble() > 0, figures.toString());
    assertEquals(0, figures.get("filtered").get("violations").asLong(), figures.toString());
  }
}

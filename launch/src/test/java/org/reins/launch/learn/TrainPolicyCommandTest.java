package org.reins.launch.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.Main;
import org.reins.node.json.Json;

/** A policy is learned for a cell's robot and task, and the cell runs with it. */
@Tag("training")
class TrainPolicyCommandTest {
  @TempDir private Path folder;

  private int train(String cell, Path out, String... more) {
    String[] line = {
      "train-policy",
      "--cell",
      cell,
      "--generations",
      "2",
      "--pairs",
      "2",
      "--episodes",
      "1",
      "--out",
      out.toString()
    };
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return Main.execute(all);
  }

  @Test
  void aPolicyOfAnArmsCell_drivesTheCell() throws Exception {
    Path policy = folder.resolve("reach.onnx");
    assertEquals(0, train("ur5e-zone", policy));
    Path json = folder.resolve("g.json");
    assertEquals(
        0,
        Main.execute(
            "sim",
            "--cell",
            "ur5e-zone",
            "--policy",
            policy.toString(),
            "--seeds",
            "1",
            "--seconds",
            "2",
            "--json",
            json.toString()));
    assertTrue(Json.read(json).has("filtered"));
  }

  @Test
  void aPolicyOfALeggedRobotsCell_drivesTheCell() throws Exception {
    Path cell = folder.resolve("walk.yaml");
    Files.writeString(
        cell,
        """
        schema: reins/cell/1
        robot: go2
        task: {scenarios: [nominal], twists: [[0.3, 0, 0]], seconds: 1}
        policy: walk.onnx
        """);
    assertEquals(0, train(cell.toString(), folder.resolve("walk.onnx")));
    Path json = folder.resolve("g.json");
    assertEquals(
        0,
        Main.execute("sim", "--cell", cell.toString(), "--seeds", "1", "--json", json.toString()));
    assertEquals(1, Json.read(json).get("unfiltered").get("episodes").asInt());
  }

  @Test
  void robotAndCellTogether_areRefused_andNothingIsWritten() {
    Path policy = folder.resolve("none.onnx");
    assertNotEquals(0, train("ur5e-zone", policy, "--robot", "panda"));
    assertFalse(Files.exists(policy));
  }
}

package org.reins.launch.make;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.barrier.BarrierFile;
import org.reins.launch.Main;
import org.reins.sim.cell.CellFile;

/** From a cell to a barrier with as little work as there can be. */
class MakeTest {
  @TempDir private Path folder;

  /** As little work as there can be. */
  private static String[] line(Path cell, Path out, int transitions) {
    return new String[] {
      "make",
      cell.toString(),
      "--out",
      out.toString(),
      "--transitions",
      Integer.toString(transitions),
      "--steps",
      "40",
      "--miss",
      "0.4",
      "--runs",
      "1",
      "--episodes",
      "10",
      "--seeds",
      "1"
    };
  }

  @Test
  @Tag("training")
  void aCellBecomesABarrier_andASecondRunDoesNothing() throws IOException {
    Path cell = folder.resolve("cell.yaml");
    Files.writeString(
        cell,
        CellFile.text("ur5e-post")
            .replaceAll("seconds: \\d+", "seconds: 3")
            .replace("barrier: none", "barrier: made/barrier.safetensors"));
    Path out = folder.resolve("made");
    String[] line = line(cell, out, 24_000);
    String said = run(line);
    assertTrue(said.contains("5 of 5  report"), said);
    BarrierFile barrier = BarrierFile.read(out.resolve("barrier.safetensors"));
    assertTrue(barrier.metadata().containsKey("certificate_epsilon"));
    barrier.requireFits(CellFile.load(cell.toString()).robot());
    String report = Files.readString(out.resolve("report.md"));
    assertTrue(report.contains("| unfiltered |") && report.contains("./reins run --robot ur5e"));
    assertTrue(report.contains("--constraints"), report);
    assertTrue(Files.exists(out.resolve("report.html")));
    assertFalse(Files.exists(out.resolve(".part")), "nothing half-finished is left");
    run(
        "sim",
        "--cell",
        cell.toString(),
        "--seeds",
        "1",
        "--constraints",
        out.resolve("constraints.yaml").toString());

    assertTrue(run(line).contains("everything is up to date"));
    // A comment changes nothing; a damaged product is made again.
    Files.writeString(cell, Files.readString(cell) + "# a remark\n");
    Files.writeString(out.resolve("calibrated.safetensors"), "damaged");
    said = run(line);
    assertTrue(said.contains("2 of 5  train: up to date"), said);
    assertTrue(said.contains("3 of 5  calibrate\n"), said);
  }

  @Test
  @Tag("training")
  void aCellOfLegsBecomesABarrier() throws IOException {
    Path cell = folder.resolve("walk.yaml");
    // Far too fast, so that there are falls to learn from.
    Files.writeString(
        cell,
        """
        schema: reins/cell/1
        robot: go1
        task: {scenarios: [overspeed], commands: {x: [0.8, 1.6]}, seconds: 2}
        policy: built-in
        """);
    Path out = folder.resolve("made");
    String[] line = line(cell, out, 10_000);
    String said = run(line);
    assertTrue(said.contains("5 of 5  report"), said);
    BarrierFile barrier = BarrierFile.read(out.resolve("barrier.safetensors"));
    assertEquals("go1", barrier.robot());
    assertEquals("10", barrier.metadata().get("certificate_trajectories"));
    String report = Files.readString(out.resolve("report.md"));
    assertTrue(report.contains("| run | episodes | falls | metres | violations |"), report);
    assertTrue(report.contains("| without barrier | 1 |"), report);
    assertTrue(run(line).contains("everything is up to date"));
  }

  @Test
  void whatAnInterruptedStageLeft_isFoundByTheSameStageAndByNoOther() throws Exception {
    List<String> ran = new ArrayList<>();
    Stages first = new Stages(folder, 1);
    try {
      first.run(
          "train",
          List.of("a"),
          List.of("b.txt"),
          part -> {
            Files.writeString(part.resolve("checkpoint"), "half");
            throw new IOException("killed");
          });
    } catch (IOException e) {
      ran.add(e.getMessage());
    }
    assertEquals(List.of("killed"), ran);
    new Stages(folder, 1)
        .run(
            "train",
            List.of("other"),
            List.of("other.txt"),
            part -> {
              assertFalse(Files.exists(part.resolve("checkpoint")));
              Files.writeString(part.resolve("other.txt"), "o");
              // The other stage clears up when it is done; look before.
              ran.add("other");
            });
    assertEquals(List.of("killed", "other"), ran);
    assertFalse(Files.exists(folder.resolve(".part")));
  }

  @Test
  void aStageResumesWhereItWasKilled() throws Exception {
    Path left =
        folder.resolve(".part").resolve("train-" + Stages.hash(List.of("a")).substring(0, 12));
    Files.createDirectories(left);
    Files.writeString(left.resolve("checkpoint"), "half");
    List<String> found = new ArrayList<>();
    new Stages(folder, 1)
        .run(
            "train",
            List.of("a"),
            List.of("b.txt"),
            part -> {
              found.add(Files.readString(part.resolve("checkpoint")));
              Files.writeString(part.resolve("b.txt"), "whole");
            });
    assertEquals(List.of("half"), found);
    assertEquals("whole", Files.readString(folder.resolve("b.txt")));
  }

  @Test
  void aDamagedManifestMeansThatEverythingRunsAgain() throws Exception {
    Files.writeString(folder.resolve("manifest.json"), "{\"train\": {");
    List<String> ran = new ArrayList<>();
    Stages stages = new Stages(folder, 1);
    stages.run(
        "train",
        List.of("a"),
        List.of("b.txt"),
        part -> {
          ran.add("train");
          Files.writeString(part.resolve("b.txt"), "whole");
        });
    assertEquals(List.of("train"), ran);
    assertTrue(Manifest.of(folder).isUpToDate("train", Stages.hash(List.of("a"))));
  }

  private static String run(String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertEquals(0, Main.execute(args), () -> said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}

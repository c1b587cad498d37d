package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.node.json.Json;

/** From recording to score by the command line, with as little training as there can be. */
@Tag("training")
class PipelineTest {
  @TempDir private Path folder;

  @Test
  void aBenchmarkSystemIsTrainedWithWhatSuitsIt_andWithWhatIsGiven() throws IOException {
    String data = path("pendulum.h5");
    run("collect", "--system", "pendulum", "--out", data, "--transitions", "20000");
    String said =
        run(
            "train",
            "--data",
            data,
            "--out",
            path("pendulum.safetensors"),
            "--rounds",
            "1",
            "--starts",
            "100",
            "--steps",
            "5",
            "--authority",
            "0.9");
    assertTrue(
        said.contains(
            "--labels authority --authority 0.9 --cap 1.0 --floor 0.15 --width 64 --hidden 3"),
        said);
    assertTrue(said.contains("--steps 5 --rounds 1"), said);
    BarrierFile file = BarrierFile.read(folder.resolve("pendulum.safetensors"));
    assertEquals("authority", file.metadata().get("labels"));
  }

  @Test
  void recordingTrainingCalibrationCertificateAndScoreFitTogether() throws IOException {
    String data = path("boat.h5");
    String barrier = path("boat.safetensors");
    run("collect", "--system", "boat", "--out", data, "--transitions", "30000");
    String info = run("data", "info", data, "--plot", path("cover.html"), "--json", path("i.json"));
    assertTrue(info.contains("of boat") && info.contains("dt 0.005 s"), info);
    assertTrue(Files.size(folder.resolve("cover.html")) > 1_000);
    run(
        "train",
        "--data",
        data,
        "--out",
        barrier,
        "--rounds",
        "1",
        "--starts",
        "200",
        "--steps",
        "40",
        "--plot",
        path("course.html"),
        "--json",
        path("t.json"));
    assertTrue(Files.readString(folder.resolve("course.html")).contains("<svg"));
    assertTrue(Files.notExists(folder.resolve("boat.safetensors.checkpoint")));
    refused("is not calibrated", "certify", "--barrier", barrier);
    run(
        "calibrate",
        "--barrier",
        barrier,
        "--miss",
        "0.1",
        "--trajectories",
        "60",
        "--episodes",
        "0",
        "--json",
        path("c.json"));
    run(
        "certify",
        "--barrier",
        barrier,
        "--episodes",
        "20",
        "--depth",
        "2",
        "--json",
        path("z.json"));
    JsonNode certificate = json("z.json");
    for (String key :
        new String[] {"epsilon", "confidence", "delta", "trajectories", "certified_cell_share"}) {
      assertNotNull(certificate.get(key), key);
    }
    BarrierFile file = BarrierFile.read(Path.of(barrier));
    assertEquals(
        certificate.get("epsilon").asDouble(),
        Double.parseDouble(file.metadata().get("certificate_epsilon")));
    run(
        "score",
        "--barrier",
        barrier,
        "--episodes",
        "4",
        "--states",
        "2000",
        "--json",
        path("s.json"),
        "--plot",
        path("s.png"));
    JsonNode score = json("s.json");
    for (String key :
        new String[] {
          "recovered_volume",
          "false_safe_doomed",
          "false_safe_all",
          "false_unsafe",
          "invariant_boundary_share"
        }) {
      assertTrue(score.get(key).isNumber(), key);
    }
    JsonNode rollout = score.get("rollouts").get(0);
    for (String key :
        new String[] {
          "filter",
          "alpha",
          "dt",
          "delay",
          "episodes",
          "violations",
          "return",
          "changed_share",
          "infeasible_cycles"
        }) {
      assertNotNull(rollout.get(key), key);
    }
    List<String> filters = score.get("rollouts").findValuesAsText("filter");
    assertTrue(
        filters.containsAll(
            List.of("none", "h", "exact", "reins", "reins, learned", "reins, critic")),
        filters.toString());
    aChangedByteIsRefused(Path.of(barrier));
    refused("allowed is panda-zone", "collect", "--out", "x", "--system", "moon");
    refused("the system is pendulum", "score", "--barrier", barrier, "--system", "pendulum");
  }

  private static void aChangedByteIsRefused(Path barrier) throws IOException {
    byte[] whole = Files.readAllBytes(barrier);
    for (int at = 0; at < whole.length; at += whole.length / 40) {
      byte[] changed = whole.clone();
      changed[at] ^= 4;
      org.junit.jupiter.api.Assertions.assertThrows(
          BarrierFileException.class, () -> BarrierFile.parse("changed", changed), "byte " + at);
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode json(String name) throws IOException {
    return Json.MAPPER.readTree(folder.resolve(name).toFile());
  }

  private static String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Main.execute(args);
    } finally {
      System.setOut(before);
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, status, String.join(" ", args) + ": " + text);
    return text;
  }

  private static void refused(String complaint, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertEquals(2, Main.execute(args));
    } finally {
      System.setErr(before);
    }
    String text = err.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains(complaint), text);
  }
}

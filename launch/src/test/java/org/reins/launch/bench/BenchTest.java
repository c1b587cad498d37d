package org.reins.launch.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.qp.QpProblem;
import org.reins.node.json.Json;
import picocli.CommandLine;

/**
 * What the benches read, write and report; how fast anything is belongs to the benches themselves.
 */
@Tag("campaign")
class BenchTest {
  @TempDir private Path folder;

  @Test
  void problemsAndSolutionsTravelThroughFiles() throws IOException {
    Path problems = folder.resolve("arm.bin");
    Path first = folder.resolve("first.bin");
    Path second = folder.resolve("second.bin");
    Path json = folder.resolve("qp.json");
    run(
        "qp",
        "--set",
        "arm7x30",
        "--ojalgo-solves",
        "0",
        "--write-problems",
        problems.toString(),
        "--solutions",
        first.toString());
    run(
        "qp",
        "--problems",
        problems.toString(),
        "--ojalgo-solves",
        "10",
        "--solutions",
        second.toString(),
        "--json",
        json.toString());
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    ByteBuffer x = ByteBuffer.wrap(Files.readAllBytes(first)).order(ByteOrder.LITTLE_ENDIAN);
    QpSet set = QpFile.read(problems);
    assertEquals(2_000 * 7 * 8, x.capacity());
    for (QpProblem p : set.problems()) {
      double[] u = new double[7];
      for (int i = 0; i < 7; i++) {
        u[i] = x.getDouble();
        assertTrue(Math.abs(u[i]) <= 1 + 1e-9);
      }
      for (int k = 0; k < 16; k++) {
        double s = -p.rightHandSide[k];
        for (int i = 0; i < 7; i++) {
          s += p.matrix[k * 7 + i] * u[i];
        }
        assertTrue(s >= -1e-8);
      }
    }
    JsonNode arm = Json.read(json).at("/sets/arm");
    for (String times :
        List.of("cold_us", "warm_us", "plain_cold_us", "plain_warm_us", "ojalgo_us")) {
      assertTrue(arm.get(times).get("median").asDouble() > 0, times);
      assertTrue(arm.get(times).get("p99").asDouble() > 0, times);
    }
    assertTrue(arm.get("worst_kkt").asDouble() <= 1e-9);
    assertTrue(arm.has("bytes_per_solve"));
  }

  @Test
  void aProblemWithoutASolutionIsReportedAndGivesNaN() throws IOException {
    // min ½ x² subject to x ≥ 2, 0 ≤ x ≤ 1.
    ByteBuffer file = ByteBuffer.allocate(12 + 6 * 8).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(1).putInt(1).putInt(1);
    file.putDouble(1).putDouble(0).putDouble(1).putDouble(2).putDouble(0).putDouble(1);
    Path problems = folder.resolve("broken.bin");
    Path solutions = folder.resolve("x.bin");
    Path json = folder.resolve("qp.json");
    Files.write(problems, file.array());
    run(
        "qp",
        "--problems",
        problems.toString(),
        "--ojalgo-solves",
        "0",
        "--solutions",
        solutions.toString(),
        "--json",
        json.toString());
    ByteBuffer x = ByteBuffer.wrap(Files.readAllBytes(solutions)).order(ByteOrder.LITTLE_ENDIAN);
    assertTrue(Double.isNaN(x.getDouble()));
    assertEquals(1, Json.read(json).at("/sets/broken/outcomes/infeasible").asInt());
  }

  @Test
  void aFileThatIsCutShortIsNamed() throws IOException {
    Path problems = folder.resolve("short.bin");
    Files.write(problems, new byte[] {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 9});
    String err = fail("qp", "--problems", problems.toString());
    assertTrue(err.contains("has 13 bytes: 1 problems with n 2 and m 3 take 164"), err);
  }

  @Test
  void badInputIsNamed() {
    assertTrue(fail("qp", "--set", "moon").contains("--set is moon: allowed is one of"));
    assertTrue(fail("qp", "--solutions", "x").contains("take one set"));
    assertTrue(
        fail("barrier", "--calls", "1").contains("--calls is 1: allowed is 1000 to 1000000"));
    assertTrue(fail("step", "--steps", "1").contains("--steps is 1: allowed is 2000"));
    assertTrue(fail("loop", "--seconds", "0").contains("--seconds is 0: allowed is 1 to 3600"));
    assertTrue(fail("loop", "--rates", "1").contains("--rates has 1 Hz: allowed is 10 to 20000"));
    assertTrue(fail("boat", "--episodes", "0").contains("--episodes is 0: allowed is 1"));
  }

  @Test
  void stepAndLoopReportWhatTheyMeasure() throws IOException {
    Path json = folder.resolve("step.json");
    run("step", "--steps", "2000", "--json", json.toString());
    JsonNode step = Json.read(json);
    assertTrue(step.get("rows").asInt() >= 40);
    for (String key : List.of("median", "p99", "p999")) {
      assertTrue(step.get("step_us").get(key).asDouble() > 0, key);
    }
    assertTrue(step.get("step_vector_us").get("median").asDouble() > 0);
    assertTrue(step.get("dynamics_us").get("median").asDouble() > 0);
    assertTrue(step.get("barrier_us").get("median").asDouble() > 0);
    assertTrue(step.has("bytes_per_step"));
    json = folder.resolve("loop.json");
    run("loop", "--seconds", "1", "--rates", "500", "--json", json.toString());
    JsonNode rate = Json.read(json).at("/rates/500");
    for (String key : List.of("median", "p99", "p999", "max")) {
      assertTrue(rate.get("period_us").get(key).asDouble() > 0, key);
      assertTrue(rate.get("step_us").get(key).asDouble() > 0, key);
    }
    assertTrue(rate.has("misses") && rate.has("bytes_per_cycle"));
  }

  @Test
  void theBarrierBenchReportsEveryNetwork() throws IOException {
    Path json = folder.resolve("barrier.json");
    run("barrier", "--calls", "1000", "--json", json.toString());
    JsonNode nets = Json.read(json).get("nets");
    assertTrue(nets.at("/tanh3x128/scalar_us/median").asDouble() > 0);
    assertTrue(nets.at("/tanh3x128/onnxruntime_us/p99").asDouble() > 0);
    assertTrue(nets.at("/relu3x128").has("bytes_per_call"));
  }

  private static void run(String... args) {
    assertEquals(0, new CommandLine(new BenchCommand()).execute(args));
  }

  private static String fail(String... args) {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new BenchCommand());
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, commandLine, parsed) -> {
          commandLine.getErr().println(e.getMessage());
          return 2;
        });
    assertEquals(2, line.execute(args), err.toString());
    return err.toString();
  }
}

package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.launch.inspect.ExplainCommand;
import org.reins.node.assembly.CommandRun;
import org.reins.node.drift.DriftFile;
import org.reins.robot.ReinsException;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;
import picocli.CommandLine;

/** Files that commands read, broken or meant to do harm; and what is left to the command line. */
@Timeout(120)
class HostileFilesTest {
  private static final String DRIFT =
      """
      {"schema": "reins/drift/1", "levels": 2, "bins": 20, "step_s": 0.1, "horizon_steps": 5,
       "threshold": 0.5, "counts": [[0, 1, 3], [1, 40, 2], [39, 39, 100]]}
      """;
  private static final String LOG =
      """
      {"seed": 1, "time": 0.1, "rows": ["a", "b"], "text": "one"}
      {"seed": 1, "time": 0.2, "rows": [], "text": "two"}
      """;
  private static final List<String> TOKENS =
      List.of("null", "-1", "1e999", "[", "{", "\"", "99999999999", "[[]]", "{}", "NaN", "\\u0000");
  @TempDir private Path folder;

  @Test
  void everyBrokenCopyOfADriftFileIsReadOrRefusedInOneSentence() {
    BrokenCopies copies = new BrokenCopies(16, DRIFT.getBytes(StandardCharsets.UTF_8), TOKENS);
    DriftFile.parse("d.json", DRIFT.getBytes(StandardCharsets.UTF_8)).predictor();
    int refused = 0;
    for (int k = 0; k < 300; k++) {
      try {
        DriftFile.parse("d.json", copies.next()).predictor();
      } catch (ReinsException e) {
        Sentences.require(e);
        refused++;
      }
    }
    assertTrue(refused > 50, "broken copies were refused: " + refused);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"levels\": 2 | \"levels\": 100000000 | levels is 100000000",
        "\"levels\": 2 | \"levels\": -1 | levels is -1",
        "\"horizon_steps\": 5 | \"horizon_steps\": 2000000000 | horizon 2000000000",
        "[0, 1, 3] | [-1, 1, 3] | -1",
        "[0, 1, 3] | [0, 1, 1e999] | allowed are 0 to 1e15",
        "[0, 1, 3] | [0, 1, -3] | allowed are 0 to 1e15",
      })
  void aDriftFileThatClaimsTooMuchIsRefused(String find, String replace, String what) {
    assertTrue(DRIFT.contains(find));
    requireDriftRefused(DRIFT.replace(find, replace), what);
  }

  @Test
  void jsonThatNestsDeepIsRefused() {
    requireDriftRefused("[".repeat(200_000), "nesting depth");
    requireDriftRefused("{\"a\":".repeat(200_000), "nesting depth");
  }

  private static void requireDriftRefused(String json, String what) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ReinsException e = assertThrows(ReinsException.class, () -> DriftFile.parse("d.json", bytes));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }

  @Test
  void everyBrokenCopyOfALogIsToldOrRefusedInOneSentence() throws IOException {
    Path log = folder.resolve("log.jsonl");
    BrokenCopies copies = new BrokenCopies(17, LOG.getBytes(StandardCharsets.UTF_8), TOKENS);
    List<Exception> refused = new ArrayList<>();
    CommandLine explain =
        new CommandLine(new ExplainCommand())
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  refused.add(e);
                  return 2;
                });
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      for (int k = 0; k < 200; k++) {
        Files.write(log, copies.next());
        explain.execute(log.toString());
      }
    } finally {
      System.setOut(out);
    }
    for (Exception e : refused) {
      assertEquals(ReinsException.class, e.getClass(), String.valueOf(e));
      Sentences.require(e);
    }
    assertTrue(refused.size() > 50, "broken copies were refused: " + refused.size());
  }

  @Test
  void logsThatNestDeepThatAreHugeAndThatWouldRewriteTheTerminalAreSafe() throws IOException {
    Path log = folder.resolve("log.jsonl");
    Files.writeString(log, "[".repeat(200_000));
    requireOneSentence(run("explain", log.toString()));
    Files.writeString(log, LOG.replace("one", "\\u001b[2Jone"));
    Answer told = run("explain", log.toString());
    assertEquals(0, told.status);
    assertTrue(told.out.contains("one") && !told.out.contains("\u001b"), told.out);
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      // Of holes, which take no room on the disk.
      file.setLength(8L << 30);
    }
    Answer huge = run("explain", log.toString());
    assertTrue(huge.err.contains("cannot be read: it has 8589934592 bytes"), huge.err);
    requireOneSentence(huge);
  }

  @Test
  void anAuditLogUnderHashesThatFitButWithoutWhatIsToldIsRefused() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    for (String middle : List.of("", "\"before\":3,\"after\":[],", "\"wall_ns\":1,\"why\":null,")) {
      String body = "{\"number\":1," + middle + "\"previous\":\"" + "0".repeat(64) + "\"";
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      Files.writeString(log, body + ",\"hash\":\"" + HexFormat.of().formatHex(digest) + "\"}\n");
      Answer answer = run("explain", log.toString());
      assertTrue(answer.err.contains("contains a line without "), answer.err);
      requireOneSentence(answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "robots check, r.yaml",
    "robots import, r.urdf",
    "data info, r.h5",
    "data info, r.csv",
    "data info, r.mcap",
    "data info, r.db3",
    "sim --barrier, r.safetensors",
    "sim --constraints, r.yaml",
    "sim --policy, r.onnx",
    "explain, r.jsonl",
    "bench qp --problems, r.bin",
  })
  void whateverACommandReads_aFileOfGigabytesOfNothingEndsInOneSentence(String command, String name)
      throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(5L << 30);
    }
    String[] words = (command + " " + file).split(" ", -1);
    requireOneSentence(run(words));
  }

  @Test
  void aCommandThatRunsOutOfStackOrMemoryEndsInOneSentenceAndAStatus() {
    requireGuarded(() -> recurse(0), "the stack overflowed");
    requireGuarded(() -> new long[Integer.MAX_VALUE - 8].length, "not enough memory");
    requireGuarded(
        () -> {
          throw new NoClassDefFoundError("x/Y");
        },
        "this installation cannot do that");
    assertEquals(7, CommandRun.guarded(() -> 7, System.err));
  }

  private static int recurse(int depth) {
    return depth == Integer.MAX_VALUE ? 0 : recurse(depth + 1) + 1;
  }

  private static void requireGuarded(IntSupplier command, String what) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = CommandRun.guarded(command, new PrintStream(err, true, StandardCharsets.UTF_8));
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, status);
    assertTrue(said.startsWith("reins: ") && said.contains(what), said);
  }

  private record Answer(int status, String out, String err) {}

  private static void requireOneSentence(Answer answer) {
    assertTrue(answer.status == 1 || answer.status == 2, "status " + answer.status);
    assertTrue(answer.err.startsWith("reins: "), answer.err);
    assertEquals(1, answer.err.strip().lines().count(), answer.err);
    assertTrue(answer.err.length() < 1_200, answer.err);
  }

  private static Answer run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int status = Main.execute(args);
      return new Answer(
          status,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}

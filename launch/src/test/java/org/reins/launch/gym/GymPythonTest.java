package org.reins.launch.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.Main;

@Tag("realtime")
class GymPythonTest {
  private static final String PLAIN = "/usr/bin/python3";

  @TempDir private Path folder;

  private String socket() {
    return folder.resolve("gym").toString();
  }

  private static String client() {
    return Path.of("python").toAbsolutePath().toString();
  }

  /** A server; without --once its thread ends with the test's process. */
  private CompletableFuture<Integer> serve(String... more) {
    String[] all =
        Stream.concat(Stream.of("gym", "--socket", socket()), Stream.of(more))
            .toArray(String[]::new);
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Thread server = new Thread(() -> status.complete(Main.execute(all)), "gym");
    server.setDaemon(true);
    server.start();
    return status;
  }

  private static List<String> run(String python, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(python), Stream.of(args)).toList())
            .redirectErrorStream(true);
    // Else its own lines come after those of the processes that it starts.
    builder.environment().put("PYTHONUNBUFFERED", "1");
    // Nothing is left in the sources.
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().putAll(environment);
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), String.join("\n", lines));
    return lines;
  }

  /** A script like ./reins, without its build. */
  private Path reins() throws IOException {
    Path script = folder.resolve("reins");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -cp '"
            + System.getProperty("java.class.path")
            + "' org.reins.launch.Main \"$@\"\n");
    assertTrue(script.toFile().setExecutable(true));
    return script;
  }

  @Test
  void theArmMovesForPythonAsItDoesForJava_andWhatIsWrongIsOneSentence() throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PLAIN)), PLAIN + " is not installed");
    CompletableFuture<Integer> server = serve("--once", "--episode-seconds", "2");
    List<String> lines =
        run(
            PLAIN,
            Map.of(),
            "src/test/python/gym_client.py",
            client(),
            socket(),
            reins().toString());
    assertEquals(0, server.get(60, TimeUnit.SECONDS));
    assertFalse(Files.exists(Path.of(socket())), "the socket is gone");
    assertEquals(
        List.of(
            "refused: no episode has begun: reset first",
            "refused: seed is -1: allowed is 0 to 9223372036854775807",
            "refused: seed is 'now': it must be a whole number or None",
            "refused: action 0 is NaN: it must be a finite number",
            "refused: the action has 3 numbers: it needs 8",
            "refused: the action is None: it must be 8 numbers"),
        lines.subList(0, 6));
    try (GymBatch batch = Tasks.batch(Tasks.panda(2), 1, Autoreset.DISABLED, 1)) {
      batch.reset(new boolean[] {true}, new long[] {3});
      for (int k = 0; k < 100; k++) {
        batch.step(Tasks.actions(1, 8, k, 0));
        String[] said = lines.get(6 + k).split(" ", -1);
        assertEquals(batch.state().rewards[0], Double.parseDouble(said[0]), "step " + k);
        assertEquals(batch.state().observations[0], (float) Double.parseDouble(said[1]));
        assertEquals("0", said[2]);
      }
    }
    List<String> rest = lines.subList(106, lines.size());
    assertEquals("truncated: True", rest.get(0));
    assertEquals("refused: the episode has ended: reset first", rest.get(1));
    assertEquals("refused: this environment is closed: make a new one", rest.get(2));
    assertEquals(
        "ur5e level 1 7 ['command_position', 'goal_minus_tool', 'joint_position_relative',"
            + " 'joint_velocity']",
        rest.get(3));
    assertEquals("refused: reins gym has ended with status -9", rest.get(4));
    assertTrue(
        rest.stream()
            .anyMatch(l -> l.startsWith("refused: reins gym has ended with status 2: reins:")),
        rest.toString());
    assertTrue(
        rest.contains(
            "refused: /no/such/reins cannot be started (No such file or directory): give the path"
                + " of the reins script"));
    assertEquals(
        "refused: nobody serves on /no/such/socket within 0.1 s", rest.get(rest.size() - 1));
  }

  @Test
  void withGymnasiumItsBaseClassIsToldTheSeed_andTheTermsAreNamed() throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PLAIN)), PLAIN + " is not installed");
    // Where gymnasium is not installed, a stand-in records what its checker looks at.
    Files.writeString(
        folder.resolve("gymnasium.py"),
        """
        import types
        SEEDS = []
        class Env:
            def reset(self, *, seed=None, options=None):
                SEEDS.append(seed)
        class Box:
            def __init__(self, low, high, shape, dtype):
                self.low, self.high = low, high
        spaces = types.SimpleNamespace(Box=Box)
        """);
    CompletableFuture<Integer> server = serve("--once");
    List<String> lines =
        run(
            PLAIN,
            Map.of("PYTHONPATH", folder.toString()),
            "src/test/python/gym_seed.py",
            client(),
            socket());
    assertEquals(0, server.get(60, TimeUnit.SECONDS));
    assertEquals(
        List.of(
            "[7, 7, None]",
            "True ['command_position', 'goal_minus_tool', 'joint_position_relative',"
                + " 'joint_velocity']",
            "True"),
        lines);
  }

  @Test
  void manyEnvironmentsAreToGymnasiumWhatSingleOnesAre() throws Exception {
    String python = Objects.requireNonNullElse(System.getenv("REINS_TEST_PYTHON"), "python3");
    assumeTrue(
        has(python), python + " has no numpy and gymnasium; REINS_TEST_PYTHON names another");
    CompletableFuture<Integer> server = serve("--episode-seconds", "0.2");
    List<String> lines = run(python, Map.of(), "src/test/python/gym_vector.py", client(), socket());
    assertEquals(
        List.of(
            "check_env passed",
            "NextStep is the same, 6 episodes ended",
            "SameStep is the same, 6 episodes ended",
            "refused: the actions have shape (3, 2): they need (3, 8)",
            "refused: environment 0: action 0 is NaN: it must be a finite number",
            "refused: the episode has ended: reset environment 1 first",
            "refused: the actions are no numbers of one shape: they need (3, 8)"),
        lines);
    assertFalse(server.isDone(), "it serves on");
  }

  private static boolean has(String python) throws InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", "import numpy, gymnasium")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.EnvelopeLevels;
import org.reins.launch.experiment.FilteredArm;
import org.reins.launch.experiment.GymSession;
import org.reins.launch.models.LearnedModels;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

@Tag("realtime")
class GymTest {
  private final RobotModel panda = RobotFiles.load("panda");

  private FilteredArm arm() {
    return FilteredArm.fixed(
        panda,
        LearnedModels.filter(panda, LearnedModels.barrier(LearnedModels.BUILT_IN)),
        EnvelopeLevels.DEFAULT.base());
  }

  @Test
  void theArmMovesForPythonAsItDoesForJava(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed");
    Path socket = folder.resolve("gym");
    CompletableFuture<Integer> server =
        CompletableFuture.supplyAsync(
            () ->
                Main.execute(
                    "gym",
                    "--once",
                    "--socket",
                    socket.toString(),
                    "--envelope",
                    "tight",
                    "--episode-seconds",
                    "2"));
    Process client =
        new ProcessBuilder(
                "/usr/bin/python3",
                "src/test/python/gym_client.py",
                Path.of("python").toAbsolutePath().toString(),
                socket.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, client.waitFor(), lines.toString());
    assertEquals(0, server.get(60, TimeUnit.SECONDS));
    assertFalse(Files.exists(socket), "the socket is gone");
    assertEquals("refused: reset first", lines.get(0));
    assertTrue(lines.get(1).startsWith("refused: action 0 is"), lines.get(1));
    FilteredArm arm = arm();
    arm.reset(3);
    float[] action = new float[arm.actionSize()];
    float[] observation = new float[arm.observationSize()];
    for (int k = 0; k < 100; k++) {
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) Math.sin(0.1 * k + i);
      }
      double reward = arm.step(action);
      arm.observe(observation);
      String[] said = lines.get(2 + k).split(" ", -1);
      assertEquals(reward, Double.parseDouble(said[0]), 1e-12, "reward of step " + k);
      assertEquals(observation[0], (float) Double.parseDouble(said[1]), "step " + k);
      assertEquals("0", said[2]);
    }
    assertEquals("truncated: True", lines.get(102));
  }

  @Test
  void withGymnasiumItsBaseClassIsToldTheSeed_andTheTermsAreNamed(@TempDir Path folder)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed");
    // gymnasium itself cannot be installed here: a stand-in records what its checker looks at.
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
    Path socket = folder.resolve("gym");
    CompletableFuture<Integer> server =
        CompletableFuture.supplyAsync(
            () -> Main.execute("gym", "--once", "--socket", socket.toString()));
    ProcessBuilder client =
        new ProcessBuilder(
                "/usr/bin/python3",
                "src/test/python/gym_seed.py",
                Path.of("python").toAbsolutePath().toString(),
                socket.toString())
            .redirectErrorStream(true);
    client.environment().put("PYTHONPATH", folder.toString());
    Process process = client.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), lines.toString());
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
  void observationsStayWithinTheBoundsOfTheGreeting() {
    FilteredArm arm = arm();
    float[] low = new float[arm.observationSize()];
    float[] high = new float[arm.observationSize()];
    float[] observation = new float[arm.observationSize()];
    float[] action = new float[arm.actionSize()];
    arm.reach().bounds(low, high);
    arm.reset(3);
    for (int k = 0; k < 300; k++) {
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) Math.sin(0.2 * k + i);
      }
      arm.step(action);
      arm.observe(observation);
      for (int i = 0; i < observation.length; i++) {
        assertTrue(
            low[i] <= observation[i] && observation[i] <= high[i],
            "number " + i + " is " + observation[i]);
      }
    }
  }

  @Test
  void whatMakesNoSenseIsAnsweredByOneSentenceAndNothingMoves() {
    GymSession session = new GymSession(arm(), 10);
    assertTrue(session.answer("{\"reset\": 1}").contains("\"observation\""));
    String before = session.answer("{\"reset\": 1}");
    for (String line :
        List.of(
            "",
            "nonsense",
            "{}",
            "{\"step\": 3}",
            "{\"step\": [1, 2]}",
            "{\"step\": [1,1,1,1,1,1,1,\"a\"]}",
            "{\"step\": [1,1,1,1,1,1,1,1e999]}",
            "{\"reset\": \"now\"}")) {
      assertTrue(session.answer(line).startsWith("{\"error\":"), line);
    }
    assertEquals(before, session.answer("{\"reset\": 1}"));
  }
}

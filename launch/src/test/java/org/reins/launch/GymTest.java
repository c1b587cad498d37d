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

package org.reins.launch.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.node.ros.RosEnvironment;

@Timeout(300)
class StopSignalTest {
  /** Otherwise ros2 launch reports "process has died" for each node after Ctrl-C. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aNodeThatIsToldToEndByASignalEndsWithStatus0(String signal, @TempDir Path folder)
      throws Exception {
    Path log = folder.resolve("log");
    List<String> command =
        NodeProcess.command("envelope_planner", folder, Domains.free(), List.of());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(RosEnvironment.local(0).variables());
    Process process = builder.start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("READY", out.readLine(), Files.readString(log));
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start();
      assertEquals(0, kill.waitFor());
      assertEquals("DONE", out.readLine(), "it has written its report");
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }
}

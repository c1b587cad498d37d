package org.reins.launch.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.ros.RosEnvironment;

@Timeout(300)
class OrphanTest {
  @TempDir private Path folder;

  /** A program that starts a node and the watchdog, prints their process ids and waits. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      Path folder = Path.of(args[0]);
      NodeProcess node =
          new NodeProcess("envelope_planner", folder, Integer.parseInt(args[1]), List.of());
      NodeProcess watchdog =
          NodeProcess.watchdog(
              folder, List.of("--robot", "panda", "--file", folder.resolve("page").toString()));
      while (!node.isReady() || !watchdog.isReady()) {
        if (!node.isAlive() || !watchdog.isAlive()) {
          System.out.println("ended early: " + node.log() + watchdog.log());
          return;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
      System.out.println(node.pid() + " " + watchdog.pid());
      TimeUnit.DAYS.sleep(1);
    }
  }

  @Test
  void whenACommandIsKilled_theNodesThatItStartedEnd() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.toString(),
            Integer.toString(Domains.free()));
    builder.environment().putAll(RosEnvironment.local(0).variables());
    Process parent = builder.redirectErrorStream(true).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      assertTrue(line != null && line.matches("\\d+ \\d+"), line);
      String[] pids = line.split(" ", -1);
      List<ProcessHandle> children =
          List.of(pids).stream()
              .map(p -> ProcessHandle.of(Long.parseLong(p)).orElseThrow())
              .toList();
      assertEquals(2, children.size());
      // As kill -9: no hook runs.
      parent.destroyForcibly();
      for (ProcessHandle child : children) {
        child.onExit().get(120, TimeUnit.SECONDS);
      }
    } finally {
      parent.destroyForcibly();
    }
  }
}

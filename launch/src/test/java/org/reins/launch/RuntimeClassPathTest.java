package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.process.Domains;
import org.reins.launch.process.NodeProcess;
import org.reins.node.assembly.NodeMain;

/** What runs beside a robot needs neither simulators nor training. */
@Timeout(300)
class RuntimeClassPathTest {
  private static final Path LIBRARIES = Path.of("../controller-node/target/classpath.txt");

  private static String classPath() throws IOException {
    boolean built = Files.exists(LIBRARIES);
    if (!built) {
      System.out.println("RuntimeClassPathTest skipped: mvn verify or package makes " + LIBRARIES);
    }
    assumeTrue(built, LIBRARIES + " is made by mvn verify or package");
    List<String> all = new ArrayList<>();
    for (String module : List.of("hardware-configs", "qp-filter", "controller-node")) {
      all.add(Path.of("..", module, "target", "classes").toAbsolutePath().toString());
    }
    all.add(Files.readString(LIBRARIES).strip());
    return String.join(File.pathSeparator, all);
  }

  @Test
  void itsClassPathHasNeitherSimulatorsNorTraining() throws IOException {
    List<String> found = new ArrayList<>();
    for (String entry : List.of(classPath().split(File.pathSeparator, -1))) {
      String name = Path.of(entry).getFileName().toString();
      if (name.matches("(sim|barrier-learning|launch|pytorch|api|jhdf)-.*")
          || entry.contains("/ai/djl/")) {
        found.add(entry);
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void theFilterAndThePlannerStartOnIt(@TempDir Path folder) throws Exception {
    for (String node : List.of("safety_filter", "envelope_planner")) {
      requireStart(node, folder);
    }
  }

  private static void requireStart(String node, Path folder) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NodeProcess.FLAGS);
    command.addAll(List.of("-Duser.home=" + folder, "-cp", classPath(), NodeMain.class.getName()));
    command.addAll(List.of("node", "--domain", Integer.toString(Domains.free()), node));
    Path log = folder.resolve(node + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    Process process = builder.start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("READY", out.readLine(), Files.readString(log));
      process.toHandle().destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
  }
}

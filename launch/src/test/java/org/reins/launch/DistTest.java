package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of {@code ./reins dist}, unpacked and started with a Java runtime and nothing else.
 */
class DistTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  private String run(Map<String, String> environment, String... command) throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(300, TimeUnit.SECONDS), () -> List.of(command) + " did not end");
    String said = Files.readString(log);
    assertEquals(0, process.exitValue(), () -> List.of(command) + " said " + said);
    return said;
  }

  @Test
  void theArchiveStartsWithoutMavenAndSources() throws Exception {
    Map<String, String> bare =
        Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", System.getProperty("java.home"));
    Path list = folder.resolve("classpath");
    // Without the 100 MB of natives for training, which are not started here.
    Files.writeString(
        list,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(p -> !p.contains("pytorch-native") && !p.contains("test-classes"))
            .collect(Collectors.joining(":")));
    Path archive = folder.resolve("reins.tar");
    run(
        bare,
        ROOT.resolve("launch/reins/scripts/dist.sh").toString(),
        archive.toString(),
        "1.2.3",
        list.toString(),
        list.toString());
    run(bare, "/bin/tar", "xf", archive.toString());
    String reins = folder.resolve("reins-1.2.3/bin/reins").toString();
    assertTrue(run(bare, reins, "robots").contains("ur5e"));
    assertTrue(run(bare, reins, "run", "--help").contains("--robot"));
    // The environment has no locale. The shell makes the name, so that it does not pass through
    // ours.
    String named =
        "f=$(printf 'Pr\\303\\274fung.yaml') && cp \"$1\" \"$f\" && \"$2\" robots urdf \"$f\"";
    Path robot = ROOT.resolve("hardware-configs/src/main/resources/robots/ur5e.yaml");
    String urdf = run(bare, "/bin/sh", "-c", named, "sh", robot.toString(), reins);
    assertTrue(urdf.contains("<robot name=\"ur5e\">"), urdf);
    List<String> twice = new ArrayList<>();
    try (Stream<Path> jars = Files.list(folder.resolve("reins-1.2.3/share/reins/java/all"))) {
      jars.filter(p -> p.toString().endsWith("launch.jar")).forEach(p -> twice.add(p.toString()));
    }
    assertEquals(1, twice.size(), "our own classes are packed as one jar per module");
  }
}

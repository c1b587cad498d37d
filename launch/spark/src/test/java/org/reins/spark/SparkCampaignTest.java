package org.reins.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns on Spark, as processes: the rows are those of the threads of one machine. */
@Tag("campaign")
class SparkCampaignTest {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path ROOT = HERE.getParent().getParent();
  private static final Pattern HASH = Pattern.compile("\"rows_sha256\" : \"([0-9a-f]{64})\"");
  private static final long PATIENCE_S = 240;

  @TempDir private Path folder;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(
        Files.exists(ROOT.resolve("launch/target/classpath.txt")),
        "skipped: the module launch is not built");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.writeString(
        folder.resolve("campaign.yaml"),
        """
        schema: reins/campaign/1
        vary: {push: [0, 250], push_azimuth: [-3, 3], world_growth: [0, 0.15], delay: [0, 2], loss: 0.01}
        batch: 8
        """);
  }

  @AfterEach
  void stop() throws Exception {
    cluster("stop");
  }

  private String classPath() throws IOException {
    List<String> all = new ArrayList<>();
    for (String module :
        List.of(
            "hardware-configs",
            "qp-filter",
            "sim",
            "barrier-learning",
            "controller-node",
            "launch")) {
      all.add(ROOT.resolve(module).resolve("target/classes").toString());
    }
    all.add(Files.readString(ROOT.resolve("launch/target/classpath.txt")).strip());
    return String.join(File.pathSeparator, all);
  }

  private String campaign(int status, String classPath, Consumer<String> lines, String... more)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name :
        List.of("java.lang", "java.lang.invoke", "java.nio", "java.util", "sun.nio.ch")) {
      command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xmx1g", "-Dreins.spark=" + HERE.resolve("target")));
    command.addAll(List.of("-cp", classPath, "org.reins.launch.Main", "campaign", "ur5e-post"));
    command.addAll(List.of("--campaign", folder.resolve("campaign.yaml").toString()));
    command.addAll(List.of("--runs", "24", "--fresh", "8", "--seconds", "5"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    try {
      StringBuilder said = new StringBuilder();
      try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          said.append(line).append('\n');
          lines.accept(line);
        }
      }
      assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), said::toString);
      assertEquals(status, process.exitValue(), said::toString);
      return said.toString();
    } finally {
      process.destroyForcibly();
    }
  }

  private String rows(String name, Consumer<String> lines, String... more) throws Exception {
    Path out = folder.resolve(name);
    List<String> all = new ArrayList<>(List.of("--out", out.toString()));
    all.addAll(List.of(more));
    campaign(0, classPath(), lines, all.toArray(String[]::new));
    Matcher hash = HASH.matcher(Files.readString(out.resolve("summary.json")));
    assertTrue(hash.find());
    return hash.group(1);
  }

  private String cluster(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("launch/reins/scripts/spark-cluster.sh").toString());
    command.addAll(List.of(arguments));
    Path log = folder.resolve("cluster.log");
    // Not a pipe: the processes of the cluster would keep it open.
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", HERE.resolve("target/home").toString());
    builder.environment().put("REINS_SPARK_DIR", folder.resolve("spark").toString());
    builder.environment().put("REINS_SPARK_PORT", Integer.toString(port));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS));
    return process.exitValue() + " " + Files.readString(log);
  }

  private ProcessHandle worker(int number) throws IOException {
    String pid = Files.readString(folder.resolve("spark/worker-" + number + ".pid")).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  @Test
  void theRowsAreThoseOfLocalThreads_alsoWhenAWorkerIsKilledHalfWay() throws Exception {
    String local = rows("local", line -> {}, "--threads", "2");
    assertEquals(local, rows("threads", line -> {}, "--engine", "spark", "--threads", "2"));

    String master = "spark://127.0.0.1:" + port;
    String started = cluster("start", "2");
    assertTrue(started.startsWith("0 " + master), started);
    Optional<ProcessHandle> first = Optional.of(worker(1));
    List<String> killedAt = new ArrayList<>();
    String cluster =
        rows(
            "cluster",
            line -> {
              if (killedAt.isEmpty() && line.matches("campaign +[1-7]0 %.*")) {
                killedAt.add(line);
                first.get().destroyForcibly();
              }
            },
            "--engine",
            "spark",
            "--master",
            master);
    assertEquals(local, cluster, "killed at " + killedAt);
    assertFalse(killedAt.isEmpty(), "the worker is killed while the campaign runs");
    assertFalse(first.get().isAlive());
    assertTrue(worker(2).isAlive());
  }

  @Test
  void whenAWorkerHasNoReins_thenOneSentenceSaysWhereItMustLie() throws Exception {
    String nowhere = folder.resolve("not-there").toString();
    String said =
        campaign(
            2,
            classPath() + File.pathSeparator + nowhere,
            line -> {},
            "--engine",
            "spark",
            "--out",
            folder.resolve("none").toString());
    assertTrue(said.contains("there is no " + nowhere + ": Reins must lie at the same path"), said);
    assertFalse(said.contains("\tat "), said);
  }

  @Test
  void whenNoMasterAnswers_thenOneSentenceSaysSo() throws Exception {
    String master = "spark://127.0.0.1:" + port;
    String said =
        campaign(
            2,
            classPath(),
            line -> {},
            "--engine",
            "spark",
            "--master",
            master,
            "--out",
            folder.resolve("none").toString());
    assertTrue(said.contains("no Spark master answers at " + master), said);
  }
}

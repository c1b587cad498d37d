package org.reins.node.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The C program on Cyclone DDS, built once from {@code src/test/c}. */
final class CyclonePeer {
  private static final String LOOPBACK =
      "<CycloneDDS><Domain><General><Interfaces><NetworkInterface address=\"127.0.0.1\""
          + " multicast=\"true\"/></Interfaces></General></Domain></CycloneDDS>";

  private final Path program;
  private final int domain;

  private CyclonePeer(Path program, int domain) {
    this.program = program;
    this.domain = domain;
  }

  /** Builds it, or skips the test and says what is missing. */
  static CyclonePeer build(int domain) throws Exception {
    String how =
        "skipped: it needs Cyclone DDS for C: apt-get install cyclonedds-dev cyclonedds-tools gcc";
    boolean there =
        isOnPath("idlc") && isOnPath("gcc") && Files.exists(Path.of("/usr/include/dds"));
    if (!there) {
      System.out.println("CycloneInteropTest " + how);
    }
    assumeTrue(there, how);
    Path sources = Path.of("src/test/c").toAbsolutePath();
    Path folder = Files.createDirectories(Path.of("target/peer").toAbsolutePath());
    run(folder, "idlc", "-l", "c", "-x", "final", sources.resolve("peer.idl").toString());
    run(
        folder,
        "gcc",
        "-O2",
        "-I.",
        "-o",
        "peer",
        sources.resolve("peer.c").toString(),
        "peer.c",
        "-lddsc",
        "-lm");
    return new CyclonePeer(folder.resolve("peer"), domain);
  }

  private static boolean isOnPath(String program) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Process p = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertTrue(p.waitFor(120, TimeUnit.SECONDS), command[0] + " ends");
    assertEquals(0, p.exitValue(), command[0]);
  }

  /** What it prints for a command, without the last line break. */
  String ask(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString(), Integer.toString(domain)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CYCLONEDDS_URI", LOOPBACK);
    Process p = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(60, TimeUnit.SECONDS), "the peer ends");
    assertEquals(0, p.exitValue(), "the peer fails at " + command);
    return output.strip();
  }
}

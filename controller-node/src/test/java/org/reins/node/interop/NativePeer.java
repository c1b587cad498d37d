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

/** A program on another DDS implementation, built from {@code src/test/c}. */
final class NativePeer {
  private static final String LOOPBACK =
      "<CycloneDDS><Domain><General><Interfaces><NetworkInterface address=\"127.0.0.1\""
          + " multicast=\"true\"/></Interfaces></General></Domain></CycloneDDS>";
  private static final Path SOURCES = Path.of("src/test/c").toAbsolutePath();
  private static final Path FOLDER = Path.of("target/peer").toAbsolutePath();

  private final Path program;
  private final int domain;

  private NativePeer(Path program, int domain) {
    this.program = program;
    this.domain = domain;
  }

  /** The one on Cyclone DDS; where that is missing the test is skipped and says so. */
  static NativePeer onCyclone(int domain) throws Exception {
    require(
        isOnPath("idlc") && isOnPath("gcc") && Files.exists(Path.of("/usr/include/dds")),
        "CycloneInteropTest skipped: it needs Cyclone DDS for C: apt-get install cyclonedds-dev"
            + " cyclonedds-tools gcc libc6-dev");
    run("idlc", "-l", "c", "-x", "final", SOURCES.resolve("peer.idl").toString());
    String source = SOURCES.resolve("peer.c").toString();
    run("gcc", "-O2", "-I.", "-o", "peer", source, "peer.c", "-lddsc", "-lm");
    return new NativePeer(FOLDER.resolve("peer"), domain);
  }

  /** The one on Fast DDS; where that is missing the test is skipped and says so. */
  static NativePeer onFastDds(int domain) throws Exception {
    require(
        isOnPath("g++") && Files.exists(Path.of("/usr/include/fastdds")),
        "FastDdsInteropTest skipped: it needs Fast DDS for C++: apt-get install libfastrtps-dev"
            + " libfastcdr-dev g++");
    String source = SOURCES.resolve("fast_peer.cpp").toString();
    run("g++", "-std=c++17", "-O1", "-o", "fast_peer", source, "-lfastrtps", "-lfastcdr");
    return new NativePeer(FOLDER.resolve("fast_peer"), domain);
  }

  private static void require(boolean there, String how) {
    if (!there) {
      System.out.println(how);
    }
    assumeTrue(there, how);
  }

  private static boolean isOnPath(String program) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Process p = new ProcessBuilder(command).directory(FOLDER.toFile()).inheritIO().start();
    assertTrue(p.waitFor(180, TimeUnit.SECONDS), command[0] + " ends");
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
    assertTrue(p.waitFor(90, TimeUnit.SECONDS), "the peer ends");
    assertEquals(0, p.exitValue(), "the peer fails at " + command);
    return output.strip();
  }
}

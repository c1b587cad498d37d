package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageServer;
import org.reins.node.record.Definitions;

/**
 * The client that the protocol's authors publish on npm. It is installed beforehand, for example
 * with {@code npm install --prefix controller-node/target/foxglove-npm @foxglove/ws-protocol@0.8.0
 * ws@8}.
 */
class ForeignClientTest {
  private static final Path MODULES = Path.of("target/foxglove-npm/node_modules");
  private static final Path SCRIPT = Path.of("src/test/resources/foxglove/conformance.js");

  private static boolean isOnPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void theProtocolsOwnClientHearsSetsAndCalls() throws Exception {
    assumeTrue(isOnPath("node"), "node is not installed");
    assumeTrue(
        Files.isDirectory(MODULES.resolve("@foxglove/ws-protocol")),
        "the npm package @foxglove/ws-protocol is not in controller-node/target/foxglove-npm");
    KnownParameters parameters = new KnownParameters();
    KnownServices services = new KnownServices();
    FoxgloveServer foxglove = new FoxgloveServer("Reins test", Map.of(), parameters, services);
    Channel channel =
        foxglove.add("/joint_states", Definitions.JOINT_STATE, Definitions.of("JointState"), false);
    try (PageServer page =
        new PageServer(new PageBoard(PageControls.NONE), 0, foxglove, Set.of())) {
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  "node",
                  SCRIPT.toString(),
                  page.foxgloveAddress(),
                  "/joint_states",
                  "100",
                  "/f.scale",
                  "0.5",
                  "2"));
      builder.environment().put("NODE_PATH", MODULES.toAbsolutePath().toString());
      Process process = builder.redirectErrorStream(true).start();
      try {
        while (process.isAlive()) {
          foxglove.publish(channel, 1, new byte[] {0, 1, 0, 0, 1});
          LockSupport.parkNanos(1_000_000);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(said);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.endsWith("all heard\n"), said);
        assertEquals(0.5, parameters.scale());
        assertEquals(List.of("/safety_filter/pause=true"), services.calls());
      } finally {
        process.destroy();
      }
    }
  }
}

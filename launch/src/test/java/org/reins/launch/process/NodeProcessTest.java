package org.reins.launch.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProcessTest {
  @TempDir private Path folder;

  @Test
  void aNodeThatTakesItsTimeToReport_isWaitedFor() throws IOException {
    // Ten times as long as it may take to leave.
    NodeProcess node =
        node("trap 'sleep 2; echo {} > slow.json; echo DONE; exit 0' TERM; echo PROGRESS 1; ");
    node.close();
    assertEquals("{}", Files.readString(node.report()).strip());
  }

  @Test
  void aNodeThatHasReportedAndDoesNotLeave_isKilled() throws IOException {
    NodeProcess node = node("trap 'echo DONE' TERM; echo PROGRESS 1; ");
    assertTimeoutPreemptively(Duration.ofSeconds(25), node::close);
    assertFalse(node.isAlive());
  }

  /** One that goes on for ever behind what is given. */
  private NodeProcess node(String first) throws IOException {
    NodeProcess node =
        new NodeProcess(
            "slow",
            folder,
            List.of("sh", "-c", "cd " + folder + "; " + first + "while :; do sleep 0.05; done"),
            Duration.ofMillis(200));
    // Only from then on it minds the signal.
    while (node.lastProgress().isEmpty()) {
      Thread.onSpinWait();
    }
    return node;
  }
}

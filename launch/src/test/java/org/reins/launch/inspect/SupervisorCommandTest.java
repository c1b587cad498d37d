package org.reins.launch.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterReason;

class SupervisorCommandTest {
  @Test
  void thePageInTheDocsIsTheTableThatTheCodeRuns() throws IOException {
    assertEquals(
        SupervisorCommand.page(),
        Files.readString(Path.of("../docs/supervisor.md")),
        "./reins supervisor > docs/supervisor.md");
  }

  @Test
  void everyReasonIsInTheTable() {
    for (FilterReason reason : FilterReason.values()) {
      assertTrue(SupervisorCommand.page().contains("| `" + reason.name() + "` |"), reason.name());
    }
  }
}

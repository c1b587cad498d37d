package org.reins.launch.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.chunk.ChunkFault;
import org.reins.robot.file.RobotFiles;
import picocli.CommandLine;

/** The short version of {@code ./reins fuzz chunks}. */
class ChunkFuzzTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"panda", "ur5e"})
  void noChunkMakesTheArmBreakALimit_orItsTargetJump(String robot) {
    ChunkFuzz fuzz = new ChunkFuzz(RobotFiles.arm(robot));
    ChunkCounts counts = new ChunkCounts();
    for (long k = 1_000_000; k < 1_000_012; k++) {
      fuzz.episode(k, counts);
    }
    assertEquals(0, counts.violations(), counts.failures().toString());
    assertEquals(0, counts.nonFinite());
    assertEquals(0, counts.jumps());
    assertEquals(12 * ChunkFuzz.CHUNKS, counts.sent());
    assertTrue(counts.executed() > 40, "executed " + counts.executed());
    for (ChunkFault f :
        new ChunkFault[] {ChunkFault.SHAPE, ChunkFault.NOT_FINITE, ChunkFault.VELOCITY}) {
      assertTrue(counts.refused(f) > 0, f.toString());
    }
  }

  @Test
  void theSameNumberGivesTheSameEpisode() {
    ChunkCounts one = new ChunkCounts();
    ChunkCounts other = new ChunkCounts();
    ChunkFuzz fuzz = new ChunkFuzz(RobotFiles.arm("gen3"));
    fuzz.episode(7, one);
    fuzz.episode(8, new ChunkCounts());
    fuzz.episode(7, other);
    assertEquals(one.chunks, other.chunks);
    assertEquals(one.steps, other.steps);
    assertEquals(one.followed, other.followed);
  }

  @Test
  void theCommandWritesItsFigures() throws Exception {
    Path json = folder.resolve("chunks.json");
    int status =
        new CommandLine(new FuzzCommand())
            .execute("chunks", "--robot", "ur5e", "--chunks", "20", "--json", json.toString());
    assertEquals(0, status);
    JsonNode figures = new ObjectMapper().readTree(json.toFile()).get("ur5e");
    assertEquals(20, figures.get("chunks").asInt());
    assertEquals(0, figures.get("violations").asInt());
    assertTrue(figures.get("refused").has("not_finite"));
  }
}

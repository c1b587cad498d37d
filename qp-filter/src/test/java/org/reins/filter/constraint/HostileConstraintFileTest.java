package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.FilterSettings;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.filter.barrier.TestBarriers;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;
import org.reins.robot.model.RobotModel;

/** Constraint files that are broken or meant to do harm. */
@Timeout(120)
class HostileConstraintFileTest {
  private static final String HEAD = "schema: reins/constraints/1\n";
  private final RobotModel panda = RobotFiles.load("panda");
  private final ConstraintDefaults defaults = FilterSettings.DEFAULT.forConstraints(panda);
  @TempDir private Path folder;

  @Test
  void everyBrokenCopyIsReadOrRefusedInOneSentence() throws IOException {
    String text = Files.readString(Path.of("../docs/constraints.md"));
    String yaml = text.substring(text.indexOf("```yaml") + 7, text.lastIndexOf("```"));
    TestBarriers.random(1, 20, 16).write(folder.resolve("a.safetensors"));
    TestBarriers.random(2, 20, 16).write(folder.resolve("b.safetensors"));
    BrokenCopies copies =
        new BrokenCopies(
            11,
            yaml.getBytes(StandardCharsets.UTF_8),
            List.of(
                ".nan", "0", "-1", "1e300", "~", "[]", "{}", "[1]", "world", "\"\\0\"", "*a",
                "\"\"", "hard"));
    int refused = 0;
    for (int k = 0; k < 300; k++) {
      String copy = new String(copies.next(), StandardCharsets.UTF_8);
      try {
        ConstraintFile.parse("c.yaml", copy, panda, folder, defaults);
      } catch (RobotFileException | BarrierFileException e) {
        Sentences.require(e);
        refused++;
      }
    }
    assertTrue(refused > 50, "broken copies were refused: " + refused);
  }

  @Test
  void deepNestingAliasesManyItemsAndHugeFilesAreRefused() throws IOException {
    requireRefused(HEAD + "planes: " + "[".repeat(200_000), "nests over 50 levels deep");
    requireRefused(HEAD + "planes: &a [*a]\n", "without an anchor that is complete");
    requireRefused(
        HEAD + "planes: [" + "{name: a},".repeat(2_000) + "]\n", "planes has 2000 items");
    requireRefused(HEAD + "#".repeat(4 << 20), "bytes or more: allowed are up to 3145728");
  }

  private void requireRefused(String yaml, String what) throws IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, yaml);
    RobotFileException e =
        assertThrows(RobotFileException.class, () -> ConstraintFile.read(file, panda, defaults));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }
}

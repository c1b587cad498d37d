package org.reins.launch.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.launch.Main;

class ConfigFuzzTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(ConfigFormat.class)
  void eachBrokenCopyIsRefusedInOneSentence_orDoesNoHarm(ConfigFormat format) throws IOException {
    Path file = folder.resolve("audit." + format.ending());
    FileFuzz.Counts counts = new ConfigFuzz(file, format.sample(folder)).run(60, 31);
    assertEquals(List.of(), counts.failures());
    assertEquals(60, counts.copies());
    assertTrue(counts.refused() > 5, counts.toString());
  }

  @Test
  void whatIsNoFormatIsRefused() {
    assertEquals(2, Main.execute("fuzz", "configs", "--format", "urdf"));
    assertEquals(2, Main.execute("fuzz", "configs", "--copies", "0"));
  }
}

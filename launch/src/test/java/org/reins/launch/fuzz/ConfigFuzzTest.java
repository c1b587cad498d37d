package org.reins.launch.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.launch.Main;
import org.reins.node.arming.Receipt;
import org.reins.node.signing.SigningException;
import org.reins.robot.fuzz.Refusal;

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
  void aReceiptThatLooksLikeUtf32IsRefusedInOneSentence() throws IOException {
    // Found by 10,000 copies: the parser names its exception's class in another place there.
    Path file = folder.resolve("receipt.json");
    Files.write(file, new byte[] {'{', 0, 0, 0, 0, 'm', '`', '"'});
    Exception e = assertThrows(SigningException.class, () -> Receipt.read(file));
    assertEquals("", Refusal.complaint(e.getMessage()), e.getMessage());
  }

  @Test
  void whatIsNoFormatIsRefused() {
    assertEquals(2, Main.execute("fuzz", "configs", "--format", "urdf"));
    assertEquals(2, Main.execute("fuzz", "configs", "--copies", "0"));
  }
}

package org.reins.robot.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.OneLine;

@Timeout(120)
class BoundedFileTest {
  @TempDir private Path folder;

  @Test
  void aFileOfTheMostBytesIsRead_andOneOfMoreIsRefused() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, "0123456789");
    assertEquals("0123456789", BoundedFile.text(file, 10));
    assertTrue(
        complaint(file, 9).contains("it has 10 bytes or more: allowed are up to 9"),
        complaint(file, 9));
  }

  @Test
  void aPipeThatNobodyWritesToAndADeviceWithoutEndAreNotRead() throws Exception {
    Path pipe = folder.resolve("pipe");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Assumptions.assumeTrue(made == 0, "there are no named pipes here");
    assertTrue(complaint(pipe, 9).contains("is a pipe or a device"));
    assertTrue(complaint(Path.of("/dev/zero"), 9).contains("is a pipe or a device"));
  }

  @Test
  void foldersMissingFilesAndOtherBytesThanTextAreSaidToBeSo() throws IOException {
    assertTrue(complaint(folder, 9).contains("is a folder"));
    Path missing = folder.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> BoundedFile.bytes(missing, 9));
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertTrue(complaint(binary, 9).contains("not text in UTF-8"));
  }

  @Test
  void aSentenceIsOneLineHoweverLongAndWhateverTheText() {
    String line = OneLine.of("a\nb\u001b[2Jc\u2028d" + "x".repeat(1 << 20) + "end");
    assertTrue(line.startsWith("a b [2Jc dxxx") && line.endsWith("xend"), line);
    assertTrue(line.length() < 1_000);
  }

  private static String complaint(Path file, int most) {
    return assertThrows(IOException.class, () -> BoundedFile.text(file, most)).getMessage();
  }
}

package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionFileTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() {
    TransitionFile file = small();
    Path path = folder.resolve("t.h5");
    file.write(path);
    TransitionFile read = TransitionFile.read(path);
    assertEquals(file.dt(), read.dt());
    assertEquals(file.joints(), read.joints());
    assertEquals(5, read.transitions().count());
    assertEquals(3.5f, read.transitions().state()[7]);
    assertEquals(-0.04f, read.transitions().h()[4]);
    try (HdfFile hdf = new HdfFile(path)) {
      float[] cost = (float[]) hdf.getDatasetByPath("cost").getData();
      assertEquals("[0.0, 0.0, 0.0, 0.0, 1.0]", Arrays.toString(cost));
      float[] done = (float[]) hdf.getDatasetByPath("done").getData();
      assertEquals("[0.0, 1.0, 0.0, 1.0, 1.0]", Arrays.toString(done));
    }
  }

  @Test
  void aNumberThatIsNotFiniteIsNamedWithItsRow() {
    TransitionFile file = small();
    file.transitions().state()[6] = Float.NaN;
    Path path = folder.resolve("nan.h5");
    file.write(path);
    assertComplaint(path, "state in row 3 holds NaN");
  }

  @Test
  void aFileCutShortIsSaidToBeSo() throws IOException {
    Path path = folder.resolve("cut.h5");
    small().write(path);
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length / 2));
    assertComplaint(path, "cut.h5");
  }

  @Test
  void aFileThatIsNotHdf5IsSaidToBeSo() throws IOException {
    Path path = folder.resolve("text.h5");
    Files.writeString(path, "hello");
    assertComplaint(path, "is not HDF5");
  }

  @Test
  void theSignOfTheLabelIsNeverGuessed() {
    Path path = folder.resolve("sign.h5");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("state", new float[][] {{1}});
    }
    assertComplaint(path, "attribute h_sign is null");
  }

  @Test
  void aMissingFileIsNamed() {
    assertComplaint(folder.resolve("nowhere.h5"), "does not exist");
  }

  private static void assertComplaint(Path path, String complaint) {
    String message =
        assertThrows(TransitionFileException.class, () -> TransitionFile.read(path)).getMessage();
    assertTrue(message.contains(complaint), message);
  }

  private static TransitionFile small() {
    Transitions t = new Transitions(2, 1);
    int[] episode = {0, 0, 1, 1, 2};
    for (int i = 0; i < 5; i++) {
      t.add(
          new float[] {i, i + 0.5f},
          new float[] {-i},
          new float[] {i + 1, i + 1.5f},
          i == 4 ? -0.04f : 0.1f * i,
          -i,
          episode[i]);
    }
    return new TransitionFile(t, 0.02, "panda", List.of("panda_joint1"), 9);
  }
}

package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/** HDF5 and CSV that are broken or meant to do harm. */
@Timeout(120)
class HostileTableTest {
  private static final DataOptions SAFE =
      new DataOptions(0, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);
  @TempDir private Path folder;

  @Test
  void everyBrokenCopyOfAnHdf5FileIsReadOrRefusedInOneSentenceThatNamesIt() throws IOException {
    Path path = folder.resolve("x.h5");
    small(path);
    byte[] sound = Files.readAllBytes(path);
    BrokenCopies copies = new BrokenCopies(12, sound, List.of());
    Set<Class<?>> causes = new HashSet<>();
    for (int k = 0; k < 300; k++) {
      Files.write(path, copies.next());
      try {
        DataFile.read(path, DataOptions.NONE);
      } catch (DataException e) {
        Sentences.require(e);
        assertTrue(e.getMessage().contains("x.h5"), e.getMessage());
        if (e.getCause() != null) {
          causes.add(e.getCause().getClass());
        }
      }
    }
    assertTrue(
        causes.contains(ArithmeticException.class) && causes.size() > 3,
        "what the library threw is of several kinds: " + causes);
  }

  @Test
  void anHdf5FileThatClaimsMoreRowsThanItsBytesCouldHoldIsRefused() throws IOException {
    Path path = folder.resolve("x.h5");
    small(path);
    byte[] bytes = Files.readAllBytes(path);
    int found = 0;
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    // The shapes, as they stand in the headers: 5 rows, of 2 numbers, 1 number or alone.
    for (int at = 0; at + 8 <= bytes.length; at++) {
      if (in.getLong(at) == 5) {
        in.putLong(at, 1L << 40);
        found++;
      }
    }
    assertTrue(found >= 3, "shapes in the file: " + found);
    Files.write(path, bytes);
    requireRefused(path, "x.h5");
  }

  @Test
  void anHdf5FileOfOddShapesIsRefusedInOneSentence() {
    Path path = folder.resolve("scalar.h5");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("state", new float[][] {{0, 1}, {1, 1}});
      hdf.putDataset("action", new float[][] {{0}, {1}});
      hdf.putDataset("h", 1.5f);
    }
    requireRefused(path, "dataset h is a single number");
    Path flat = folder.resolve("flat.h5");
    try (WritableHdfFile hdf = HdfFile.write(flat)) {
      hdf.putDataset("state", new float[][] {{0, 1}, {1, 1}});
      hdf.putDataset("action", new float[][] {{0}, {1}});
      hdf.putDataset("next_state", new float[] {0, 1});
      hdf.putDataset("h", new float[] {0, 1});
    }
    requireRefused(flat, "dataset next_state has the shape [2]");
    Path wide = folder.resolve("wide.h5");
    try (WritableHdfFile hdf = HdfFile.write(wide)) {
      hdf.putDataset("state", new float[1][5_000]);
      hdf.putDataset("action", new float[1][1]);
      hdf.putDataset("h", new float[1]);
    }
    requireRefused(wide, "has 5000 numbers in a state");
  }

  @Test
  void anExpressionOverAnHdf5FileOfJointsHasTheirVelocitiesToo() {
    Path path = folder.resolve("x.h5");
    small(path);
    DataOptions margin =
        new DataOptions(0, DataOptions.Sign.FROM_FILE, "q + 0 * q_vel", null, "", 9);
    assertEquals(3, DataFile.read(path, margin).file().transitions().h()[3]);
  }

  @Test
  void everyBrokenCopyOfACsvFileIsReadOrRefusedInOneSentence() throws IOException {
    Path path = folder.resolve("x.csv");
    byte[] sound = (head() + rows(20)).getBytes(StandardCharsets.UTF_8);
    BrokenCopies copies =
        new BrokenCopies(
            13,
            sound,
            List.of("\"", "NaN", "1e400", "", ",", "\r", "\"\"", "state.q", "-", "0x1p3"));
    int refused = 0;
    for (int k = 0; k < 250; k++) {
      Files.write(path, copies.next());
      try {
        DataFile.read(path, SAFE);
      } catch (DataException e) {
        Sentences.require(e);
        assertTrue(e.getMessage().contains("x.csv"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 100, "broken copies were refused: " + refused);
  }

  @Test
  void aQuoteThatIsNeverClosedAndALineWithoutEndAreRefusedBeforeTheyAreGathered()
      throws IOException {
    for (String start :
        List.of("\"", "0,0,", head(), head() + "0,0.0,\"", head() + rows(3) + "\"")) {
      Path path = folder.resolve("x.csv");
      Files.writeString(path, start);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        // Gigabytes of zeros, which are no line ends.
        file.setLength(3L << 30);
      }
      requireRefused(path, "has a row of over 1048576 characters");
    }
  }

  @Test
  void aCsvFileOfManyRowsIsNotTakenForOneOfALongRow() throws IOException {
    Path path = folder.resolve("x.csv");
    StringBuilder text = new StringBuilder(head());
    for (int k = 0; text.length() < 3 << 19; k++) {
      text.append("0,").append(k).append("e-2,1.00000000000000,1,0.5,0.9\n");
    }
    Files.writeString(path, text);
    assertTrue(DataFile.read(path, SAFE).rowsInFile() > 30_000);
  }

  @Test
  void columnsWithoutEndStampsThatAreNotFiniteAndBytesThatAreNoTextAreRefused() throws IOException {
    Path path = folder.resolve("x.csv");
    StringBuilder columns = new StringBuilder("t");
    for (int k = 0; k < 20_000; k++) {
      columns.append(",state.").append(k);
    }
    Files.writeString(path, columns + "\n");
    requireRefused(path, "has 20001 columns");
    Files.writeString(path, head() + "0,0,1,1,1,1\n0,Infinity,1,1,1,1\n0,Infinity,1,1,1,1\n");
    requireRefused(path, "the stamp of row 1 is Infinity after 0");
    Files.write(path, new byte[] {'t', ',', (byte) 0xff, (byte) 0xfe, '\n'});
    requireRefused(path, "it is not text in UTF-8");
  }

  @Test
  void rowsThatTheMemoryCannotTakeAreRefusedBeforeItIsFull() {
    RowSink sink = new RowSink(folder, SAFE, 32, 16, 0, 4 << 20);
    float[] wide = new float[32];
    DataException e =
        assertThrows(
            DataException.class,
            () -> {
              for (int k = 0; k < Integer.MAX_VALUE; k++) {
                sink.add(wide, new float[16], wide, 1, Float.NaN, 0, 0);
              }
            });
    assertTrue(e.getMessage().contains("more need over"), e.getMessage());
    Sentences.require(e);
  }

  private static String head() {
    return "episode,t,state.q,state.v,action.u,h\n";
  }

  private static String rows(int count) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < count; k++) {
      text.append("0,0." + (10 + k) + ",0.1,1,0.5,0.9\n");
    }
    return text.toString();
  }

  private static void small(Path path) {
    Transitions t = new Transitions(2, 1);
    for (int i = 0; i < 5; i++) {
      t.add(new float[] {i, 1}, new float[] {-i}, new float[] {i + 1, 1}, 0.5f, 0, i / 2);
    }
    new TransitionFile(t, 0.02, "panda", List.of("q"), 9).write(path);
  }

  private static void requireRefused(Path path, String what) {
    DataException e = assertThrows(DataException.class, () -> DataFile.read(path, SAFE));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }
}

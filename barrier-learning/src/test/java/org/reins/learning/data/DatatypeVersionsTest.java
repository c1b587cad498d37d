package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;
import org.reins.sim.Transitions;

/** HDF5 with the datatypes of version 1.12. */
class DatatypeVersionsTest {
  @TempDir private Path folder;

  @Test
  void aFileWithDatatypesOfHdf5112IsReadLikeAnOlderOne() throws IOException {
    Path path = folder.resolve("v112.hdf5");
    write(path);
    Transitions before = DataFile.read(path, DataOptions.NONE).file().transitions();
    modernize(path);
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () -> {
              try (HdfFile file = new HdfFile(path)) {
                file.getChildren();
              }
            });
    assertTrue(e.getCause().getCause().getMessage().contains("version '4'"), "by the library");
    Transitions after = DataFile.read(path, DataOptions.NONE).file().transitions();
    assertEquals(before.count(), after.count());
    assertArrayEquals(
        Arrays.copyOf(before.state(), 2 * before.count()),
        Arrays.copyOf(after.state(), 2 * after.count()));
  }

  @Test
  void aNewerDatatypeThatStaysIsRefusedWithTheNextStep() throws IOException {
    Path path = folder.resolve("v112.hdf5");
    write(path);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    change(bytes, 5);
    Files.write(path, bytes.array());
    DataException e =
        assertThrows(DataException.class, () -> DataFile.read(path, DataOptions.NONE));
    assertTrue(e.getMessage().contains("libver=('earliest', 'v110')"), e.getMessage());
    Sentences.require(e);
  }

  @Test
  void aBooleanOfH5pyIsChangedWithItsBaseType_andTheChecksumFits() {
    byte[] header = header(enumeration(4));
    assertEquals(2, DatatypeVersions.change(ByteBuffer.wrap(header), 4, 3));
    assertArrayEquals(header(enumeration(3)), header);
  }

  @Test
  void aHeaderWithAWrongChecksumIsLeftAsItIs() {
    byte[] header = header(enumeration(4));
    header[header.length - 5] = 77;
    byte[] before = header.clone();
    assertEquals(0, DatatypeVersions.change(ByteBuffer.wrap(header), 4, 3));
    assertArrayEquals(before, header);
  }

  @Test
  void everyBrokenCopyOfANewerFileIsReadOrRefusedInOneSentence() throws IOException {
    Path path = folder.resolve("v112.hdf5");
    write(path);
    modernize(path);
    BrokenCopies copies = new BrokenCopies(31, Files.readAllBytes(path), java.util.List.of());
    for (int k = 0; k < 100; k++) {
      Files.write(path, copies.next());
      try {
        DataFile.read(path, DataOptions.NONE);
      } catch (DataException e) {
        Sentences.require(e);
        assertTrue(e.getMessage().contains("v112.hdf5"), e.getMessage());
      }
    }
  }

  private static void write(Path path) {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("state", new float[][] {{0, 1}, {1, 1}, {2, 1}});
      hdf.putDataset("action", new double[][] {{0}, {1}, {2}});
      hdf.putDataset("episode", new long[] {1, 1, 1});
      hdf.putDataset("h", new float[] {1, 1, 1});
      hdf.putAttribute("dt", 0.02);
      hdf.putAttribute("h_sign", "positive_is_safe");
    }
  }

  private static void modernize(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    assertTrue(change(bytes, 4) >= 4, "datatypes in the file");
    Files.write(path, bytes.array());
  }

  private static int change(ByteBuffer bytes, int to) {
    int changed = 0;
    for (int old = 1; old <= 3; old++) {
      changed += DatatypeVersions.change(bytes, old, to);
    }
    return changed;
  }

  /** The datatype of a boolean: an enumeration of FALSE and TRUE over bytes. */
  private static byte[] enumeration(int version) {
    ByteBuffer b = ByteBuffer.allocate(33).order(ByteOrder.LITTLE_ENDIAN);
    b.put((byte) (version << 4 | 8)).put((byte) 2).putShort((short) 0).putInt(1);
    b.put((byte) (version << 4)).put((byte) 8).putShort((short) 0).putInt(1);
    b.putShort((short) 0).putShort((short) 8);
    b.put("FALSE\0TRUE\0".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) 1);
    return b.array();
  }

  /** An object header with one datatype, after other bytes. */
  private static byte[] header(byte[] datatype) {
    int begin = 3;
    int size = 4 + datatype.length;
    ByteBuffer b = ByteBuffer.allocate(begin + 7 + size + 4).order(ByteOrder.LITTLE_ENDIAN);
    b.position(begin);
    b.put("OHDR".getBytes(StandardCharsets.US_ASCII)).put((byte) 2).put((byte) 0);
    b.put((byte) size).put((byte) 3).putShort((short) datatype.length).put((byte) 0);
    b.put(datatype);
    b.putInt(ChecksumUtils.checksum(Arrays.copyOfRange(b.array(), begin, b.position())));
    return b.array();
  }
}

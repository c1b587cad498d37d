package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.robot.file.Sentences;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/** Files and folders of formats that are not read. */
class ForeignFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "PAR1, is truncated or damaged, footer",
    "ARROW1, is Arrow, pandas",
    "\u0093NUMPY, is a NumPy array, h5py",
    "\u0080\u0004\u0095, is a Python pickle, h5py",
    "'{\"t\": 1}', is JSON, CSV",
    "'\u00ef\u00bb\u00bf [1]', is JSON, CSV",
    "'<!DOCTYPE html>', is HTML or XML, downloaded",
    "(\u00b5/\u00fd, is compressed with zstd, zstd -d",
    "'#ROSBAG V2.0', is a bag of ROS 1, rosbags-convert",
    "version https://git-lfs.github.com/spec/v1, is a pointer of Git LFS, git lfs pull",
    "MATLAB 5.0 MAT-file, is a MATLAB file, -v7.3"
  })
  void eachFormatIsNamedByItsFirstBytes_whateverTheFilesName(String start, String what, String next)
      throws IOException {
    for (String name : List.of("x.parquet", "x.hdf5", "x.csv", "x.mcap", "x.db3", "x")) {
      Path path = folder.resolve(name);
      Files.write(path, (start + "  x\u0000y").getBytes(StandardCharsets.ISO_8859_1));
      requireRefused(path, what);
      requireRefused(path, next);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "arr_0.npy, is a NumPy archive (npz)",
    "[Content_Types].xml, is an Excel workbook",
    "archive/data.pkl, is a PyTorch file",
    "rows.csv, is a zip archive"
  })
  void zipArchivesAreNamedByWhatIsInThem(String entry, String what) throws IOException {
    Path path = folder.resolve("x.bin");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(1);
    }
    requireRefused(path, what);
  }

  @Test
  void gzipTextAndEmptyFilesAreNamedWithTheNextStep() throws IOException {
    Path packed = folder.resolve("d.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("t,state.q,action.u,h\n".getBytes(StandardCharsets.UTF_8));
    }
    requireRefused(packed, "is compressed with gzip: unpack it with gunzip");
    Path text = folder.resolve("notes.md");
    Files.writeString(text, "Grüße: the robot fell.");
    requireRefused(text, "it is text: read are HDF5, CSV, rosbag2 and LeRobot");
    for (String name : List.of("e.csv", "e.h5", "e.db3", "e.mcap")) {
      requireRefused(Files.createFile(folder.resolve(name)), "is empty, it has 0 bytes");
    }
  }

  @Test
  void aFileOfNoKnownFormatIsRefusedWithWhatIsRead() throws IOException {
    Path path = folder.resolve("x.bin");
    Files.write(path, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    requireRefused(path, "is not HDF5, nor another format that is known here: read are HDF5, CSV");
  }

  @Test
  void aFileIsReadByItsContents_whereItsNameSaysOtherwise() throws IOException {
    Transitions t = new Transitions(1, 1);
    t.add(new float[1], new float[1], new float[1], 1, 0, 0);
    Path path = folder.resolve("t.csv");
    new TransitionFile(t, 0.02, "x", List.of("q"), 1).write(path);
    assertEquals(1, DataFile.read(path, DataOptions.NONE).file().transitions().count());
  }

  @Test
  void foldersWithoutABagAreNamedByWhatIsInThem() throws IOException {
    requireRefused(Files.createDirectory(folder.resolve("empty")), "no .mcap file; it is empty");
    Path lerobot = folder.resolve("lerobot");
    Files.createDirectories(lerobot.resolve("meta"));
    Files.createDirectories(lerobot.resolve("data"));
    requireRefused(lerobot, "has no Parquet file in its folder data");
    Path rlds = Files.createDirectory(folder.resolve("rlds"));
    Files.createFile(rlds.resolve("x-train.tfrecord-00000-of-00001"));
    requireRefused(rlds, "it seems to be RLDS");
    Path minari = folder.resolve("minari");
    Files.createDirectories(minari.resolve("data"));
    Files.createFile(minari.resolve("data").resolve("main_data.hdf5"));
    requireRefused(minari, "give its file main_data.hdf5");
    Path tables = Files.createDirectory(folder.resolve("tables"));
    Files.createFile(tables.resolve("run10.csv"));
    Files.createFile(tables.resolve("run2.csv"));
    requireRefused(tables, "it contains run2.csv, run10.csv: give one file");
  }

  private static void requireRefused(Path path, String what) {
    DataException e =
        assertThrows(DataException.class, () -> DataFile.read(path, DataOptions.NONE));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    assertTrue(e.getMessage().contains(path.getFileName().toString()), e.getMessage());
    Sentences.require(e);
  }
}

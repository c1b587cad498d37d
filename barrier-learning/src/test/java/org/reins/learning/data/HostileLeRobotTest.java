package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.LeRobotRecordingTest.options;
import static org.reins.learning.data.LeRobotRecordingTest.requireRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.learning.lerobot.DatasetWriter;
import org.reins.learning.parquet.Column.Kind;
import org.reins.learning.parquet.ParquetSink;
import org.reins.learning.parquet.ParquetSink.Field;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;

/** LeRobot data sets that are broken, incomplete or lie. */
@Timeout(120)
class HostileLeRobotTest {
  private static final List<Field> FIELDS =
      List.of(
          new Field("observation.state", Kind.FLOAT, true),
          new Field("action", Kind.FLOAT, true),
          Field.of("timestamp", Kind.FLOAT),
          Field.of("frame_index", Kind.LONG),
          Field.of("episode_index", Kind.LONG));
  private static final DataOptions OPTIONS = options("1 - x0", null, Units.RADIANS);

  @TempDir private Path folder;

  /** Writes frames of a file. */
  private interface Frames {
    void write(ParquetSink sink);
  }

  private void file(String name, List<Field> fields, Frames frames) throws IOException {
    Path path = folder.resolve("set/data/chunk-000").resolve(name);
    Files.createDirectories(path.getParent());
    try (ParquetSink sink = new ParquetSink(path, fields, Map.of())) {
      frames.write(sink);
    }
  }

  private Path set(String info) throws IOException {
    Path set = folder.resolve("set");
    Files.createDirectories(set.resolve("meta"));
    Files.writeString(set.resolve("meta/info.json"), info);
    return set;
  }

  private static String info(String fps, int shape) {
    return "{\"codebase_version\": \"v3.0\", \"fps\": "
        + fps
        + ", \"total_frames\": 9, \"total_episodes\": 4, \"features\": {\"observation.state\":"
        + " {\"dtype\": \"float32\", \"shape\": ["
        + shape
        + "]}}}";
  }

  private static void frame(ParquetSink sink, float x, double time, long frame, long episode) {
    sink.write(new float[] {x, 0}, new float[] {0}, (float) time, frame, episode);
  }

  @Test
  void infoThatLiesOrLacksFpsIsNamed() throws IOException {
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          frame(sink, 2, 0.1, 1, 0);
        });
    requireRefused(set(info("10", 3)), OPTIONS, "has 2 numbers in its first row", "says 3");
    for (String fps : List.of("0", "-5", "NaN")) {
      requireRefused(set(info(fps, 2)), OPTIONS, "has the fps", "--dt");
    }
    requireRefused(set(info("\"30\"", 2)), OPTIONS, "it must be a number");
    requireRefused(set(info("1e-320", 2)), OPTIONS, "allowed is over 0 to 1");
    requireRefused(set(info("0.5", 2)), OPTIONS, "dt is 2 s: allowed is over 0 to 1");
    requireRefused(set("{\"fps\": 10}"), OPTIONS, "describes no features");
    requireRefused(set("not JSON"), OPTIONS, "cannot be read as JSON");
    requireRefused(set("[".repeat(100_000)), OPTIONS, "cannot be read as JSON");
    DataFile.Contents read = DataFile.read(set(info("10", 2)), OPTIONS);
    assertEquals(1, read.file().transitions().count());
    assertTrue(
        read.notes().contains("info.json says 9 frames: 2 are there and were read"),
        read.notes().toString());
    assertTrue(read.notes().contains("info.json says 4 episodes: 1 are there"));
  }

  @Test
  void listsOfOtherLengths_nullsAndNumbersThatAreNotFiniteAreNamedWithTheirRow()
      throws IOException {
    Path set = set(info("10", 2));
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          sink.write(new float[] {1, 2, 3}, new float[] {0}, 0.1f, 1L, 0L);
        });
    requireRefused(set, OPTIONS, "observation.state in row 1 has more numbers than the 2");
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          sink.write(new float[] {1}, new float[] {0}, 0.1f, 1L, 0L);
        });
    requireRefused(set, OPTIONS, "observation.state in row 1 has 1 numbers");
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          sink.write(null, new float[] {0}, 0.1f, 1L, 0L);
        });
    requireRefused(set, OPTIONS, "observation.state in row 1 is null");
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          sink.write(new float[] {1, 1}, new float[0], 0.1f, 1L, 0L);
        });
    requireRefused(set, OPTIONS, "action in row 1 is null, or empty");
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 3);
          frame(sink, Float.NaN, 0.1, 1, 3);
        });
    requireRefused(set, OPTIONS, "number 0 of the state is NaN in row 1, episode 3");
  }

  @Test
  void stampsThatDoNotRise_gapsAndEpisodesThatComeBackAreNamed() throws IOException {
    Path set = set(info("10", 2));
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          frame(sink, 1, 0, 1, 0);
        });
    requireRefused(set, OPTIONS, "the timestamp of row 1 is 0.0 after 0.0", "must rise");
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          frame(sink, 1, 0.1, 2, 0);
        });
    requireRefused(set, OPTIONS, "has frame 2 after frame 0, in row 1");
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          frame(sink, 1, 100, 1, 0);
        });
    requireRefused(set, OPTIONS, "row 1 comes 100.0 s after", "timestamps must be in s");
    file(
        "file-000.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, 0);
          frame(sink, 1, 0, 0, 1);
        });
    file("file-001.parquet", FIELDS, sink -> frame(sink, 1, 0.1, 1, 0));
    requireRefused(set, OPTIONS, "episode 0 goes on in row 2 after another episode");
  }

  @Test
  void anEpisodeMayGoOnInTheNextFile_andIdsBeyondFloatingPointStayApart() throws IOException {
    long id = (1L << 53) + 1;
    file(
        "file-009.parquet",
        FIELDS,
        sink -> {
          frame(sink, 1, 0, 0, id);
          frame(sink, 2, 0.1, 1, id);
        });
    file(
        "file-010.parquet",
        FIELDS,
        sink -> {
          frame(sink, 3, 0.2, 2, id);
          frame(sink, 4, 0, 0, id - 1);
          frame(sink, 5, 0.1, 1, id - 1);
        });
    DataFile.Contents read = DataFile.read(set(info("10", 2)), OPTIONS);
    assertEquals(3, read.file().transitions().count());
    assertEquals(3, read.file().transitions().nextState()[2]);
    int[] episode = read.file().transitions().episode();
    assertTrue(episode[0] == episode[1] && episode[1] != episode[2]);
  }

  @Test
  void parquetWithoutStatesIsNamedWithItsColumns_andFilesThatDifferToo() throws IOException {
    Path set = set(info("10", 2));
    file("file-000.parquet", List.of(Field.of("a", Kind.DOUBLE)), sink -> sink.write(1.0));
    requireRefused(set, OPTIONS, "without the column observation.state", "it has [a]");
    file("file-000.parquet", FIELDS, sink -> frame(sink, 1, 0, 0, 0));
    file(
        "file-001.parquet",
        FIELDS.subList(0, 2),
        sink -> sink.write(new float[] {1, 1}, new float[] {1, 2}));
    requireRefused(set, OPTIONS, "all files must be alike");
    List<Field> text =
        List.of(
            FIELDS.get(0), Field.of("action", Kind.TEXT), Field.of("episode_index", Kind.DOUBLE));
    file("file-001.parquet", text, sink -> sink.write(new float[] {1, 1}, "up", 0.0));
    requireRefused(set, OPTIONS, "column action is a string");
    Files.delete(set.resolve("data/chunk-000/file-001.parquet"));
    Files.delete(set.resolve("data/chunk-000/file-000.parquet"));
    requireRefused(set, OPTIONS, "has no Parquet file in its folder data");
  }

  @Test
  void everyBrokenCopyIsReadOrRefusedInOneSentenceThatNamesIt() throws IOException {
    Path set = folder.resolve("sound");
    DatasetWriter.write(LeRobotRecordingTest.recording(), Map.of(7, true), set);
    for (String name :
        List.of(
            "data/chunk-000/file-000.parquet",
            "meta/episodes/chunk-000/file-000.parquet",
            "meta/info.json",
            "meta/reins.json")) {
      Path path = set.resolve(name);
      byte[] sound = Files.readAllBytes(path);
      BrokenCopies copies = new BrokenCopies(3, sound, List.of());
      for (int k = 0; k < 100; k++) {
        Files.write(path, copies.next());
        try {
          DataFile.read(set, DataOptions.NONE);
        } catch (DataException e) {
          Sentences.require(e);
          assertTrue(e.getMessage().contains("sound"), e.getMessage());
        }
      }
      Files.write(path, sound);
    }
  }
}

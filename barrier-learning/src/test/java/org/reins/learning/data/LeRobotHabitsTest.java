package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.LeRobotRecordingTest.options;
import static org.reins.learning.data.LeRobotRecordingTest.requireRefused;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.learning.parquet.Column.Kind;
import org.reins.learning.parquet.ParquetSink;
import org.reins.learning.parquet.ParquetSink.Field;
import org.reins.sim.Transitions;

/** LeRobot data sets as recorders and scripts of others write them. */
class LeRobotHabitsTest {
  private static final DataOptions OPTIONS = options("1", null, Units.AS_IS);
  private static final int FRAMES = 20;

  @TempDir private Path folder;
  private Path set;

  @BeforeEach
  void nameTheSet() throws IOException {
    set = folder.resolve("set");
    Files.createDirectories(set.resolve("data/chunk-000"));
    Files.createDirectories(set.resolve("meta"));
  }

  private void info(String names) throws IOException {
    String shape = "{\"dtype\": \"float32\", \"shape\": [2], \"names\": " + names + "}";
    Files.writeString(
        set.resolve("meta/info.json"),
        "\uFEFF{\"codebase_version\": \"v3.0\", \"robot_type\": \"so101\", \"fps\": 10,"
            + " \"total_episodes\": 2, \"features\": {\"observation.state\": "
            + shape
            + ", \"action\": "
            + shape
            + "}}");
  }

  /** Two episodes; the numbers of a state are k and 100 + k. */
  private void frames(Kind time, Double start, double step, boolean numbered) {
    List<Field> fields =
        new ArrayList<>(
            List.of(
                new Field("observation.state", Kind.FLOAT, true),
                new Field("action", Kind.FLOAT, true),
                Field.of("timestamp", time),
                Field.of("next.reward", Kind.FLOAT)));
    if (numbered) {
      fields.add(new Field("episode_index", Kind.LONG, false));
    }
    Path file = set.resolve("data/chunk-000/file-000.parquet");
    try (ParquetSink sink = new ParquetSink(file, fields, Map.of())) {
      for (int i = 0; i < 2 * FRAMES; i++) {
        int k = i % FRAMES;
        Number stamp =
            start == null
                ? null
                : time == Kind.LONG ? (Number) Math.round(start + step * k) : start + step * k;
        List<Object> row = new ArrayList<>();
        row.add(new float[] {k, 100 + k});
        row.add(new float[] {-k, k});
        row.add(stamp != null && time == Kind.FLOAT ? (Float) stamp.floatValue() : stamp);
        row.add(null);
        if (numbered) {
          row.add((long) i / FRAMES);
        }
        sink.write(row.toArray());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"a.pos\", \"b.pos\"] | 100",
        "[\" a.pos\", \"b.pos \"] | 100",
        "{\"motors\": [\"a\", \"b\"]} | 100",
        "{\"b\": 1, \"a\": 0} | 100",
        "{\"b\": 0, \"a\": 1} | 0",
      })
  void aJointIsWhereItsNameSays_inAListOrAnObjectOfPlaces(String names, float first)
      throws IOException {
    info(names);
    frames(Kind.FLOAT, 0.0, 0.1, true);
    DataFile.Contents read = DataFile.read(set, options("", mapping(), null));
    Transitions t = read.file().transitions();
    assertEquals(first + 1, t.state()[0], "b comes first, from the second frame on");
    assertEquals(101 - first, t.state()[1]);
    assertTrue(!read.notes().toString().contains("in the order of"), read.notes().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[\"motors\"]"})
  void withoutANameForEachNumberTheOrderIsTold(String names) throws IOException {
    info(names);
    frames(Kind.FLOAT, 0.0, 0.1, true);
    String notes = DataFile.read(set, options("", mapping(), null)).notes().toString();
    assertTrue(notes.contains("observation.state: they are taken in the order of"), notes);
    assertTrue(notes.contains("action: they are taken in the order of"), notes);
  }

  @Test
  void aNameThatOccursTwiceIsRefusedWithItsPlaces() throws IOException {
    info("{\"left\": [\"a\"], \"right\": [\"a\"]}");
    frames(Kind.FLOAT, 0.0, 0.1, true);
    Path mapping = Files.writeString(folder.resolve("m.yaml"), text().replace("[b, a]", "[a, c]"));
    requireRefused(
        set, options("", mapping, null), "has the name a twice, for its numbers 0 and 1");
  }

  private Path mapping() throws IOException {
    return Files.writeString(folder.resolve("m.yaml"), text());
  }

  private static String text() {
    return """
        schema: reins/lerobot/1
        robot: so101
        joints: [b, a]
        state: {units: as_is}
        action: {units: as_is}
        h: {expression: "1 - 0 * a"}
        """;
  }

  @Test
  void stampsInDoublePrecisionAreCheckedAsFinelyAsTheyAre() throws IOException {
    info("null");
    frames(Kind.DOUBLE, 1.7e9, 0.1, true);
    assertEquals(38, DataFile.read(set, OPTIONS).file().transitions().count());
    frames(Kind.DOUBLE, 1.7e9, 0.2, true);
    requireRefused(set, OPTIONS, "is fps in info.json right?");
    frames(Kind.LONG, 1.7e18, 1e8, true);
    requireRefused(set, OPTIONS, "timestamps must be in s");
  }

  @Test
  void aColumnThatIsNotNeededMayBeNullInAllRows() throws IOException {
    info("null");
    frames(Kind.FLOAT, null, 0, true);
    Transitions t = DataFile.read(set, OPTIONS).file().transitions();
    assertEquals(38, t.count());
    assertEquals(0, t.reward()[0]);
  }

  @Test
  void severalEpisodesInAFileWithoutTheirNumbersAreRefused() throws IOException {
    info("null");
    frames(Kind.FLOAT, null, 0, false);
    requireRefused(set, OPTIONS, "has no column episode_index", "2 episodes in 1 files");
    Path alone =
        Files.copy(set.resolve("data/chunk-000/file-000.parquet"), folder.resolve("a.parquet"));
    DataOptions declared =
        new DataOptions(0.1, DataOptions.Sign.FROM_FILE, "1", null, "", 1_000, Units.AS_IS);
    String notes = DataFile.read(alone, declared).notes().toString();
    assertTrue(notes.contains("the state jumps in 1 transitions, first in number 19"), notes);
  }

  @Test
  void whatMacosLeavesBesideTheFilesIsNotRead_andMetaMayHaveNaN() throws IOException {
    info("null");
    frames(Kind.FLOAT, 0.0, 0.1, true);
    Files.writeString(set.resolve("data/chunk-000/._file-000.parquet"), "Mac OS X");
    Files.writeString(
        set.resolve("meta/episodes.jsonl"),
        """
        {"episode_index": 0, "length": 20, "success": NaN}
        {"episode_index": 1, "length": 20, "success": true}
        """);
    DataFile.Contents read = DataFile.read(set, OPTIONS);
    assertEquals(38, read.file().transitions().count());
    assertEquals(Map.of(1, true), read.success());
  }

  /** DuckDB wrote it. */
  @Test
  void episodesWithoutASignAreRead() throws URISyntaxException {
    Path path = Path.of(getClass().getResource("/lerobot/unsigned.parquet").toURI());
    DataOptions declared =
        new DataOptions(0.1, DataOptions.Sign.FROM_FILE, "1", null, "", 1_000, Units.AS_IS);
    Transitions t = DataFile.read(path, declared).file().transitions();
    assertEquals(42, t.count());
    assertEquals(2, t.episode()[41]);
  }
}

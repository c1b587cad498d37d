package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.learning.lerobot.EpisodeNotes;
import org.reins.learning.lerobot.LiveFrame;
import org.reins.learning.lerobot.LiveHead;
import org.reins.learning.lerobot.LiveWriter;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.learning.parquet.ParquetTable;
import org.reins.learning.parquet.Rows;
import org.reins.sim.Transitions;

/** A LeRobot data set that is written frame by frame, and killed. */
class LiveWriterTest {
  private static final LiveHead HEAD = new LiveHead("arm", List.of("a", "b"), 20);
  private static final DataOptions OPTIONS =
      new DataOptions(0, DataOptions.Sign.FROM_FILE, "1 - abs(a)", null, "", 100_000);

  @TempDir private Path folder;

  private static LiveFrame frame(int k) {
    Random random = new Random(k);
    float[] all = new float[8];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) random.nextGaussian();
    }
    float[] asked = k % 3 == 0 ? new float[] {Float.NaN, 1} : Arrays.copyOfRange(all, 6, 8);
    return new LiveFrame(
        1_700_000_000_000_000_000L + 50_000_000L * k,
        Arrays.copyOf(all, 4),
        Arrays.copyOfRange(all, 4, 6),
        asked,
        k % 2 == 0 ? Float.NaN : 0.1f * k,
        0.01f * k,
        k % 4,
        k % 5);
  }

  private static void write(LiveWriter writer, int from, int to) {
    for (int k = from; k < to; k++) {
      writer.frame(frame(k));
    }
  }

  /** Requires episodes of 5 frames, with as many frames as there are, equal to the bit. */
  private static void requireFrames(Path set, int frames) {
    DataFile.Contents read = DataFile.read(set, OPTIONS);
    Transitions t = read.file().transitions();
    assertEquals(frames, read.rowsInFile());
    assertEquals(0.05, read.file().dt());
    assertEquals(List.of("a", "b"), read.file().joints());
    int r = 0;
    for (int k = 0; k + 1 < frames; k++) {
      if (k % 5 != 4) {
        assertArrayEquals(frame(k).state(), Arrays.copyOfRange(t.state(), 4 * r, 4 * r + 4));
        assertArrayEquals(frame(k).action(), Arrays.copyOfRange(t.action(), 2 * r, 2 * r + 2));
        assertArrayEquals(
            frame(k + 1).state(), Arrays.copyOfRange(t.nextState(), 4 * r, 4 * r + 4));
        assertEquals(k / 5, t.episode()[r]);
        r++;
      }
    }
    assertEquals(r, t.count());
    for (int e = 0; 5 * e < frames; e++) {
      requireOwnColumns(
          set.resolve("data/chunk-000/file-%03d.parquet".formatted(e)), 5 * e, frames);
    }
    EpisodeNotes.read(set).all().forEach((e, n) -> assertTrue(n.length() >= 1 && n.length() <= 5));
  }

  private static void requireOwnColumns(Path file, int first, int frames) {
    try (ParquetTable table = ParquetTable.open(file)) {
      table.choose(table.columns());
      List<String> names = table.columns().stream().map(c -> c.name()).toList();
      int count = (int) table.groupRows();
      assertEquals(Math.min(5, frames - first), count);
      List<Rows> rows = table.next();
      for (int k = first; k < first + count; k++) {
        LiveFrame f = frame(k);
        assertArrayEquals(f.asked(), rows.get(names.indexOf("reins.action_asked")).next());
        assertEquals(f.margin(), (float) rows.get(names.indexOf("reins.margin")).nextNumber());
        assertEquals(
            f.intervention(), (float) rows.get(names.indexOf("reins.intervention")).nextNumber());
        assertEquals(f.level(), rows.get(names.indexOf("reins.level")).nextLong());
        assertEquals(f.acted(), rows.get(names.indexOf("reins.acted")).nextLong());
        assertEquals(f.stamp(), rows.get(names.indexOf("reins.stamp")).nextLong());
        assertEquals(k, rows.get(names.indexOf("index")).nextLong());
      }
    }
  }

  private LiveWriter threeEpisodes(Path set) {
    LiveWriter writer = new LiveWriter(set, HEAD);
    for (int e = 0; e < 3; e++) {
      write(writer, 5 * e, 5 * e + 5);
      if (e < 2) {
        writer.endEpisode();
      }
    }
    return writer;
  }

  @Test
  void whenARecordingIsClosed_ourReaderGivesItsFramesToTheBit() throws Exception {
    Path set = folder.resolve("set");
    try (LiveWriter writer = threeEpisodes(set)) {
      assertEquals(5, writer.inEpisode());
    }
    requireFrames(set, 15);
    assertFalse(LiveWriter.isOpen(set));
    String info = Files.readString(set.resolve("meta/info.json"));
    assertTrue(info.contains("\"total_frames\" : 15"), info);
    assertTrue(info.contains("\"total_episodes\" : 3"), info);
    assertFalse(Files.readString(set.resolve("meta/stats.json")).contains("NaN"));
    assertThrows(ParquetFileException.class, () -> LiveWriter.repair(set));
    assertThrows(ParquetFileException.class, () -> new LiveWriter(set, HEAD));
  }

  @Test
  void whenARecordingIsKilled_itsEpisodesAreRead_andARepairAddsTheLastOne() throws Exception {
    Path set = folder.resolve("set");
    threeEpisodes(set);
    // The third episode has not ended: nothing was closed.
    DataFile.Contents read = DataFile.read(set, OPTIONS);
    assertEquals(10, read.rowsInFile());
    assertTrue(read.notes().toString().contains("./reins record --repair"), "" + read.notes());
    String stats = Files.readString(set.resolve("meta/stats.json"));
    Path journal = set.resolve("journal/episode_000002.bin");
    byte[] whole = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(whole, whole.length - 7));
    assertEquals(14, LiveWriter.repair(set).frames());
    requireFrames(set, 14);
    assertFalse(stats.equals(Files.readString(set.resolve("meta/stats.json"))));
    assertFalse(LiveWriter.isOpen(set));
  }

  @Test
  void whenItIsKilledWhileAnEpisodeBecomesATable_theRepairGivesTheSame() throws Exception {
    Path closed = folder.resolve("closed");
    threeEpisodes(closed).close();
    Path set = folder.resolve("set");
    threeEpisodes(set);
    // The table was written and the journal not yet deleted; another table was half written.
    Path data = set.resolve("data/chunk-000");
    Files.write(data.resolve("file-002.parquet"), new byte[] {1, 2, 3});
    Files.write(data.resolve("file-002.parquet.part"), new byte[] {1, 2, 3});
    assertEquals(3, LiveWriter.repair(set).episodes());
    requireFrames(set, 15);
    for (String name : List.of("meta/info.json", "meta/stats.json", "meta/reins.json")) {
      assertEquals(
          Files.readString(closed.resolve(name)), Files.readString(set.resolve(name)), name);
    }
  }

  @Test
  void whenItIsKilledInTheFirstEpisode_theMessageSaysHowToRepair() throws Exception {
    Path set = folder.resolve("set");
    LiveWriter writer = new LiveWriter(set, HEAD);
    write(writer, 0, 4);
    DataFileTest.assertComplaint(set, OPTIONS, "repair it with ./reins record --repair " + set);
    assertTrue(Survey.of(set).what().contains("./reins record --repair"));
    // A row that was damaged on the disk ends the journal.
    Path journal = set.resolve("journal/episode_000000.bin");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[bytes.length - 20] ^= 1;
    Files.write(journal, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    assertEquals(3, LiveWriter.repair(set).frames());
    requireFrames(set, 3);
  }
}

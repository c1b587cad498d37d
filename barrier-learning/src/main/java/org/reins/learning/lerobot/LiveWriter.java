package org.reins.learning.lerobot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.learning.parquet.Column;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.learning.parquet.ParquetSink;
import org.reins.learning.parquet.ParquetSink.Field;
import org.reins.learning.parquet.ParquetTable;
import org.reins.learning.parquet.Rows;
import org.reins.robot.OneLine;

/**
 * Writes a LeRobot data set of version 3.0 frame by frame, with a table of data and one of episodes
 * for each episode. An episode that has ended is part of the data set. The one that is being
 * recorded is in {@code journal/}; after a kill, {@link #repair} makes it part of the data set,
 * too. Memory does not grow with the recording. Not thread-safe.
 */
public final class LiveWriter implements AutoCloseable {
  /** Where unfinished episodes are. */
  public static final String JOURNAL = "journal";

  private final Path root;
  private final LiveHead head;
  private final Map<String, ColumnStats> stats = new LinkedHashMap<>();
  private FrameJournal journal;
  private int episode;
  private long frames;
  private long inEpisode;

  /**
   * Begins a data set.
   *
   * @param root a folder that is new or empty
   */
  public LiveWriter(Path root, LiveHead head) {
    this(root, head, true);
  }

  private LiveWriter(Path root, LiveHead head, boolean isNew) {
    this.root = root;
    this.head = head;
    try {
      if (isNew) {
        DatasetWriter.requireFree(root);
        Files.createDirectories(root.resolve("meta"));
        Files.createDirectories(root.resolve(MetaFiles.DATA));
        Files.createDirectories(root.resolve(JOURNAL));
        head.write(root);
        MetaFiles.tasks(root, MetaFiles.task(head.robot()));
        new OwnNotes(1 / head.fps(), head.robot(), head.joints(), 0).write(root);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Requires that a data set can begin in a folder.
   *
   * @throws ParquetFileException if it exists and is not empty
   */
  public static void requireFree(Path root) {
    DatasetWriter.requireFree(root);
  }

  private ParquetFileException failed(IOException e) {
    return new ParquetFileException(
        "data set "
            + root
            + " cannot be written: "
            + OneLine.reason(e)
            + "; what is there can be read after ./reins record --repair "
            + root,
        e);
  }

  /** Frames in episodes that have ended. */
  public long frames() {
    return frames;
  }

  /** Frames in the episode that is being recorded. */
  public long inEpisode() {
    return inEpisode;
  }

  /** Episodes that have ended. */
  public int episodes() {
    return episode;
  }

  /** Takes a frame of the episode that is being recorded; the first one begins it. */
  public void frame(LiveFrame frame) {
    try {
      if (journal == null) {
        journal = new FrameJournal(journal(), head);
      }
      journal.write(frame);
      inEpisode++;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Makes what was taken survive a loss of power; without it, only a kill. */
  public void force() {
    try {
      if (journal != null) {
        journal.force();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Path journal() {
    return root.resolve(JOURNAL).resolve(String.format(Locale.ROOT, "episode_%06d.bin", episode));
  }

  /** Ends the episode, which is part of the data set from now on; nothing without a frame. */
  public void endEpisode() {
    try {
      if (journal != null) {
        journal.close();
        journal = null;
        inEpisode = 0;
        finish();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Turns a journal into tables. A kill at any time leaves the journal, or all of the tables. */
  private void finish() throws IOException {
    Path data = MetaFiles.path(root, MetaFiles.DATA, episode);
    Path part = data.resolveSibling(data.getFileName() + ".part");
    long length;
    long[] frame = {0};
    try (ParquetSink sink = new ParquetSink(part, head.fields(), Map.of())) {
      length =
          FrameJournal.read(
              journal(),
              head,
              f -> {
                Object[] row = head.row(f, frame[0], episode, frames + frame[0]);
                frame[0]++;
                count(row);
                sink.write(row);
              });
    }
    if (length == 0) {
      Files.delete(part);
    } else {
      Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
      note(length);
    }
    Files.delete(journal());
    episode += length == 0 ? 0 : 1;
  }

  private void count(Object[] row) {
    List<Field> fields = head.fields();
    for (int i = 0; i < row.length; i++) {
      stats.computeIfAbsent(fields.get(i).name(), n -> new ColumnStats()).add(row[i]);
    }
  }

  /** Writes the files of the data set for one more episode. */
  private void note(long length) throws IOException {
    Path table = MetaFiles.path(root, MetaFiles.EPISODES, episode);
    Path part = table.resolveSibling(table.getFileName() + ".part");
    try (ParquetSink sink = new ParquetSink(part, MetaFiles.episodeFields(), Map.of())) {
      sink.write(
          MetaFiles.episode(episode, MetaFiles.task(head.robot()), frames, length, episode, episode)
              .toArray());
    }
    Files.move(part, table, StandardCopyOption.ATOMIC_MOVE);
    frames += length;
    MetaFiles.stats(root, stats);
    MetaFiles.info(root, head.robot(), head.fps(), episode + 1L, frames, head.features());
  }

  /** Ends the episode and the recording. */
  @Override
  public void close() {
    endEpisode();
    try {
      Files.deleteIfExists(root.resolve(JOURNAL));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Whether a data set has an episode that was not ended: it is being recorded, or was killed. */
  public static boolean isOpen(Path root) {
    return root != null && Files.isDirectory(root.resolve(JOURNAL));
  }

  /** A sentence on an episode that was not ended; empty if all were. */
  public static String unfinished(Path root) {
    return isOpen(root)
        ? "its last episode has not ended and is not read; if its recording was killed, repair it"
            + " with ./reins record --repair "
            + root
        : "";
  }

  /**
   * Repairs a data set after its recording was killed.
   *
   * @return the closed writer, for its counts
   */
  public static LiveWriter repair(Path root) {
    if (!isOpen(root)) {
      throw new ParquetFileException(
          "data set "
              + root
              + " has no folder journal: it was closed, or is no recording of ./reins record;"
              + " nothing is to be repaired");
    }
    LiveWriter writer = new LiveWriter(root, LiveHead.read(root), false);
    try {
      writer.repair();
    } catch (IOException e) {
      throw writer.failed(e);
    }
    writer.close();
    return writer;
  }

  private void repair() throws IOException {
    while (true) {
      Path data = MetaFiles.path(root, MetaFiles.DATA, episode);
      Files.deleteIfExists(data.resolveSibling(data.getFileName() + ".part"));
      if (Files.exists(journal())) {
        // The table, if there is one, is made again from its journal.
        int before = episode;
        finish();
        if (episode == before) {
          return;
        }
      } else if (Files.exists(data)) {
        note(recount(data));
        episode++;
      } else {
        return;
      }
    }
  }

  /** Adds a finished episode to the statistics, and returns its length. */
  private long recount(Path data) {
    try (ParquetTable table = ParquetTable.open(data)) {
      List<Field> fields = head.fields();
      table.choose(table.columns().stream().filter(c -> c.kind() != Column.Kind.OTHER).toList());
      while (table.groupRows() > 0) {
        long count = table.groupRows();
        List<Rows> columns = table.next();
        for (long r = 0; r < count; r++) {
          for (int i = 0; i < columns.size(); i++) {
            Field f = fields.get(i);
            Object value =
                f.isList() ? columns.get(i).next() : (Object) columns.get(i).nextNumber();
            stats.computeIfAbsent(f.name(), n -> new ColumnStats()).add(value);
          }
        }
      }
      return table.rows();
    }
  }
}

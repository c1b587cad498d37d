package org.reins.learning.lerobot;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reins.learning.parquet.Column;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.learning.parquet.ParquetTable;
import org.reins.learning.parquet.Rows;
import org.reins.robot.OneLine;
import org.reins.robot.file.BoundedFile;

/**
 * What a data set's {@code meta} says of its episodes: in version 3.0 {@code
 * meta/episodes/chunk-000/file-000.parquet}, in version 2.1 {@code meta/episodes.jsonl}.
 */
public final class EpisodeNotes {
  private static final String EPISODES = "meta/episodes";
  private static final String LINES = "meta/episodes.jsonl";
  private static final String INDEX = "episode_index";
  private static final String LENGTH = "length";

  /** Our own: the number that the episode had in the recording. */
  static final String NUMBER = "reins.episode";

  private static final List<String> SUCCESS = List.of("success", "is_success", "episode_success");
  private static final int MOST = 1 << 22;
  private static final int MOST_BYTES = 1 << 27;

  /** Python writes numbers that are not finite as words. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Map<Long, Note> notes = new HashMap<>();

  /**
   * An episode.
   *
   * @param length frames; -1 if not given
   * @param success whether it succeeded; null if not given
   * @param number that it had in a recording of ours; null if not given
   */
  public record Note(long length, Boolean success, Long number) {}

  private EpisodeNotes() {}

  /** Reads what there is. */
  public static EpisodeNotes read(Path root) {
    EpisodeNotes read = new EpisodeNotes();
    if (root == null) {
      return read;
    }
    if (Files.isDirectory(root.resolve(EPISODES))) {
      DatasetFolder.files(root.resolve(EPISODES)).forEach(read::table);
    } else if (Files.isRegularFile(root.resolve(LINES))) {
      read.lines(root.resolve(LINES));
    }
    return read;
  }

  /** All episodes that are noted, by their index. */
  public Map<Long, Note> all() {
    return notes;
  }

  private void table(Path path) {
    try (ParquetTable table = ParquetTable.open(path)) {
      Optional<Column> index = whole(table, INDEX);
      if (index.isEmpty()) {
        throw new ParquetFileException(
            "file "
                + path
                + " has no column episode_index of whole numbers: write it as int64, or remove the"
                + " file, which is not needed");
      }
      Optional<Column> length = whole(table, LENGTH);
      Optional<Column> number = whole(table, NUMBER);
      Optional<Column> success =
          SUCCESS.stream()
              .flatMap(name -> table.column(name).stream())
              .filter(c -> c.kind().isNumber() && !c.isList())
              .findFirst();
      List<Column> chosen = new ArrayList<>(List.of(index.get()));
      length.ifPresent(chosen::add);
      number.ifPresent(chosen::add);
      success.ifPresent(chosen::add);
      table.choose(chosen);
      for (long count = table.groupRows(); count >= 0; count = table.groupRows()) {
        group(table.next(), count, length.isPresent(), number.isPresent());
      }
    }
  }

  private static Optional<Column> whole(ParquetTable table, String name) {
    return table
        .column(name)
        .filter(c -> !c.isList() && (c.kind() == Column.Kind.LONG || c.kind() == Column.Kind.INT));
  }

  private void group(List<Rows> rows, long count, boolean hasLength, boolean hasNumber) {
    int last = 1 + (hasLength ? 1 : 0) + (hasNumber ? 1 : 0);
    for (long r = 0; r < count; r++) {
      long index = rows.get(0).nextLong();
      long length = hasLength ? length(rows.get(1).nextNumberOrNaN()) : -1;
      Long number = hasNumber ? (Long) rows.get(hasLength ? 2 : 1).nextLong() : null;
      Boolean success = rows.size() > last ? truth(rows.get(last).nextNumberOrNaN()) : null;
      put(index, new Note(length, success, number));
    }
  }

  private static long length(double number) {
    return Double.isNaN(number) ? -1 : (long) number;
  }

  private static Boolean truth(double number) {
    return Double.isNaN(number) ? null : (Boolean) (number > 0);
  }

  private void put(long index, Note note) {
    if (notes.size() == MOST) {
      throw new ParquetFileException("its meta notes over " + MOST + " episodes");
    }
    notes.put(index, note);
  }

  private void lines(Path path) {
    try {
      for (String line : BoundedFile.text(path, MOST_BYTES).lines().toList()) {
        if (!line.isBlank()) {
          line(MAPPER.readTree(line));
        }
      }
    } catch (IOException e) {
      throw new ParquetFileException(
          "file " + path + " cannot be read as lines of JSON: " + OneLine.reason(e), e);
    }
  }

  private void line(JsonNode node) {
    if (node.path(INDEX).canConvertToLong() && node.path(INDEX).isNumber()) {
      Boolean success = null;
      for (String name : SUCCESS) {
        JsonNode found = node.path(name);
        boolean told = found.isBoolean() || found.isNumber() && !Double.isNaN(found.asDouble());
        success = told ? (Boolean) (found.asDouble() > 0 || found.asBoolean()) : success;
      }
      put(node.path(INDEX).asLong(), new Note(node.path(LENGTH).asLong(-1), success, null));
    }
  }
}

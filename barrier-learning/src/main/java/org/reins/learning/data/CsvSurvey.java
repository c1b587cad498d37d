package org.reins.learning.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.reins.robot.OneLine;

/** What a table in text holds: its columns and rows, and from which t to which. */
final class CsvSurvey {
  private CsvSurvey() {}

  static Survey of(Path path) {
    try (RecordReader in = new RecordReader(CsvText.open(path))) {
      CsvHeader header = CsvHeader.read(in);
      if (header == null) {
        return Survey.other("is text without a line that names columns", List.of());
      }
      long rows = 0;
      String first = "";
      String last = "";
      int time = header.of("t");
      try (CSVParser parser = CSVParser.parse(in, header.rows())) {
        for (CSVRecord row : parser) {
          in.began();
          rows++;
          if (time >= 0 && time < row.size()) {
            last = row.get(time);
            first = rows == 1 ? last : first;
          }
        }
      }
      return Survey.recording(
          "is CSV, separated by "
              + separator(header.separator())
              + ": "
              + Survey.count(rows, "row")
              + ", "
              + Survey.count(header.names().size(), "column")
              + (time >= 0 && rows > 0 ? ", t from " + first + " to " + last : ""),
          Survey.shown(header.names().stream().map(n -> n.isEmpty() ? "(no name)" : n).toList()));
    } catch (CharacterCodingException e) {
      return Survey.other(
          "is not text in UTF-8, nor marked as UTF-16: save it as UTF-8", List.of());
    } catch (IOException | IllegalArgumentException | java.io.UncheckedIOException e) {
      return Survey.other("is not CSV: " + OneLine.reason(e), List.of());
    }
  }

  private static String separator(char c) {
    return switch (c) {
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      default -> "bars";
    };
  }
}

package org.reins.learning.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.reins.robot.OneLine;
import org.reins.sim.TransitionFile;

/**
 * CSV with a header: {@code t} (s), {@code state.NAME} and {@code action.NAME} for each number, and
 * optionally {@code episode}, {@code h}, {@code cost} and {@code reward}. The next state is the
 * state of the next row in the same episode. Stamps must increase by the same dt.
 */
final class CsvRecording {
  private static final double TOLERANCE = 0.05;
  // A pause is seldom so many periods long. A wrong unit is.
  private static final double MANY = 900;
  private static final double SLOW = 0.5;
  private static final int MOST_COLUMNS = 10_000;

  private final Path path;
  private final DataOptions options;
  private final List<Integer> states = new ArrayList<>();
  private final List<Integer> actions = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final EpisodeNumbers episodes;
  private double dt;

  private CsvRecording(Path path, DataOptions options) {
    this.path = path;
    this.options = options;
    episodes = new EpisodeNumbers(path);
    dt = options.dt();
  }

  static DataFile.Contents read(Path path, DataOptions options) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreSurroundingSpaces(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .get();
    try (RecordReader in = new RecordReader(Files.newBufferedReader(path, StandardCharsets.UTF_8));
        CSVParser parser = CSVParser.parse(in, format)) {
      return new CsvRecording(path, options).read(parser, in);
    } catch (CharacterCodingException e) {
      throw new DataException("recording " + path + " is not CSV: it is not text in UTF-8", e);
    } catch (IOException | IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new DataException("recording " + path + " is not CSV: " + OneLine.reason(e), e);
    }
  }

  private DataFile.Contents read(CSVParser parser, RecordReader in) {
    List<String> header = parser.getHeaderNames();
    if (header.size() > MOST_COLUMNS) {
      throw new DataException(
          "recording "
              + path
              + " has "
              + header.size()
              + " columns: allowed are up to "
              + MOST_COLUMNS);
    }
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).startsWith("state.")) {
        states.add(i);
        names.add(header.get(i).substring("state.".length()));
      } else if (header.get(i).startsWith("action.")) {
        actions.add(i);
      }
    }
    if (states.isEmpty() || actions.isEmpty() || !header.contains("t")) {
      throw new DataException(
          "recording "
              + path
              + " has the columns "
              + header
              + ": it must have t, state.NAME and action.NAME");
    }
    MarginExpression expression =
        options.margin().isEmpty() ? null : new MarginExpression(options.margin(), names);
    if (expression == null && !header.contains("h")) {
      throw new DataException("recording " + path + " has no column h: give an expression for it");
    }
    RowSink sink = new RowSink(path, options, states.size(), actions.size(), 0);
    CSVRecord before = null;
    int episode = 0;
    long rows = 0;
    for (CSVRecord row : parser) {
      in.began();
      if (!row.isConsistent()) {
        throw new DataException(
            "recording "
                + path
                + ": row "
                + rows
                + " has "
                + row.size()
                + " columns: the header has "
                + header.size());
      }
      int episodeBefore = episode;
      episode = row.isMapped("episode") ? episodes.of(row.get("episode"), rows) : 0;
      if (before != null && episode == episodeBefore) {
        requireStep(before, row, rows);
        float[] x = numbers(before, states, rows - 1);
        sink.add(
            x,
            numbers(before, actions, rows - 1),
            numbers(row, states, rows),
            expression == null ? number(before, "h", rows - 1) : expression.of(x),
            header.contains("cost") ? number(before, "cost", rows - 1) : Float.NaN,
            header.contains("reward") ? number(before, "reward", rows - 1) : 0,
            episode);
      }
      before = row;
      rows++;
    }
    if (dt >= SLOW && options.dt() == 0) {
      sink.notes()
          .add(
              "dt is "
                  + StampUnit.seconds(dt)
                  + " s, because t is read in s: if it is in another unit, convert it");
    }
    noteUnread(header, sink);
    return new DataFile.Contents(
        new TransitionFile(
            sink.finish(expression == null ? options.sign() : DataOptions.Sign.POSITIVE_IS_SAFE),
            dt,
            options.subject(),
            names,
            0),
        rows,
        sink.notes());
  }

  /** Episodes under another name are not read. The rows would be taken for one episode. */
  private static void noteUnread(List<String> header, RowSink sink) {
    if (!header.contains("episode")) {
      header.stream()
          .filter(EpisodeNumbers::seemsToName)
          .forEach(
              name ->
                  sink.notes()
                      .add(
                          "column "
                              + OneLine.of(name)
                              + " is not read: if it numbers the episodes, name it episode"));
    }
  }

  private void requireStep(CSVRecord before, CSVRecord row, long number) {
    // In double precision, because stamps may be seconds since 1970.
    double step = stamp(row, number) - stamp(before, number - 1);
    if (!(step > 0 && Double.isFinite(step))) {
      throw new DataException(
          "recording "
              + path
              + ": the stamp of row "
              + number
              + " is "
              + row.get("t")
              + " after "
              + before.get("t")
              + ": stamps must increase within an episode");
    }
    if (dt == 0) {
      dt = step;
      requireSeconds(stamp(row, number), number);
    }
    if (Math.abs(step - dt) > TOLERANCE * dt) {
      throw new DataException(
          "recording "
              + path
              + ": row "
              + number
              + " comes "
              + (float) step
              + " s after the previous row: dt is "
              + (float) dt
              + " s; a gap must start a new episode"
              + (step > MANY * dt ? "; " + question(StampUnit.ofPeriod(step)) : ""));
    }
  }

  /** Requires that the first period, and the stamp after it, can be in seconds. */
  private void requireSeconds(double stamp, long number) {
    String unit = StampUnit.isTooLate(stamp) ? StampUnit.ofStamp(stamp) : StampUnit.ofPeriod(dt);
    if (dt > 1) {
      throw new DataException(
          "recording "
              + path
              + ": dt is "
              + StampUnit.seconds(dt)
              + " s, from row "
              + (number - 1)
              + " to row "
              + number
              + ": allowed is over 0 to 1; "
              + question(unit));
    }
    if (StampUnit.isTooLate(stamp)) {
      throw new DataException(
          "recording "
              + path
              + ": t is "
              + StampUnit.seconds(stamp)
              + " in row "
              + number
              + ": it must be in s; "
              + question(unit));
    }
  }

  private static String question(String unit) {
    return "is t in " + unit + "? then divide it by " + StampUnit.inSecond(unit);
  }

  private float[] numbers(CSVRecord row, List<Integer> columns, long number) {
    float[] out = new float[columns.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = parse(row.get(columns.get(i)), number);
    }
    return out;
  }

  private double stamp(CSVRecord row, long number) {
    parse(row.get("t"), number);
    return Double.parseDouble(row.get("t"));
  }

  private float number(CSVRecord row, String column, long number) {
    return parse(row.get(column), number);
  }

  private float parse(String text, long number) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          "recording " + path + ": row " + number + " contains '" + text + "': it must be a number",
          e);
    }
  }
}

package org.reins.learning.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.reins.robot.OneLine;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * CSV with a header: {@code t} (s), {@code state.NAME} and {@code action.NAME} for each number, and
 * optionally {@code episode}, {@code h}, {@code cost} and {@code reward}. The next state is the
 * state of the next row in the same episode. Stamps must increase by the same dt. Separators,
 * decimal marks and encodings are those of {@link CsvHeader}, {@link CsvNumbers} and {@link
 * CsvText}.
 */
final class CsvRecording {
  private static final double TOLERANCE = 0.05;
  // A pause is seldom so many periods long. A wrong unit is.
  private static final double MANY = 900;
  private static final double SLOW = 0.5;
  private static final int MOST_COLUMNS = 10_000;

  // 2026-12-01, 1/12/2026, 09:00; not 1e-3.
  private static final Pattern CLOCK = Pattern.compile("\\d[-/:]\\d");

  private final Path path;
  private final DataOptions options;
  private final List<Integer> states = new ArrayList<>();
  private final List<Integer> actions = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final CsvHeader columns;
  private final CsvNumbers numbers;
  private final int time;
  private final EpisodeNumbers episodes;
  private final EpisodeOrder order;
  private double dt;

  private CsvRecording(Path path, DataOptions options, CsvHeader columns) {
    this.path = path;
    this.options = options;
    this.columns = columns;
    numbers = new CsvNumbers(path, columns.separator());
    time = columns.of("t");
    episodes = new EpisodeNumbers(path);
    order = new EpisodeOrder(path);
    dt = options.dt();
  }

  static DataFile.Contents read(Path path, DataOptions options) {
    try (RecordReader in = new RecordReader(CsvText.open(path))) {
      CsvHeader header = CsvHeader.read(in);
      if (header == null) {
        throw new DataException(
            "recording " + path + " has no header: the first line must name the columns");
      }
      try (CSVParser parser = CSVParser.parse(in, header.rows())) {
        return new CsvRecording(path, options, header).read(parser, in);
      }
    } catch (CharacterCodingException e) {
      throw new DataException(
          "recording "
              + path
              + " is not CSV: it is not text in UTF-8, nor marked as UTF-16; save it as UTF-8",
          e);
    } catch (IOException | IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new DataException("recording " + path + " is not CSV: " + OneLine.reason(e), e);
    }
  }

  private DataFile.Contents read(CSVParser parser, RecordReader in) {
    List<String> header = columns.names();
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
    if (states.isEmpty() || actions.isEmpty() || time < 0) {
      throw new DataException(
          "recording "
              + path
              + " has the columns "
              + header
              + ": it must have t, state.NAME and action.NAME"
              + (header.size() == 1 ? ", separated by a comma, a semicolon or a tab" : ""));
    }
    columns.requireNamesOnce(path);
    MarginExpression expression =
        options.margin().isEmpty() ? null : new MarginExpression(options.margin(), names);
    if (expression == null && !header.contains("h")) {
      throw new MissingChoiceException(
          "recording " + path + " has no column h: give an expression for it");
    }
    RowSink sink = new RowSink(path, options, states.size(), actions.size(), 0);
    noteNameless(header, sink);
    int margin = columns.of("h");
    int cost = columns.of("cost");
    int reward = columns.of("reward");
    int numbered = columns.of("episode");
    CSVRecord before = null;
    long rows = 0;
    for (CSVRecord row : parser) {
      in.began();
      if (row.size() != header.size() && !columns.allows(row)) {
        throw new DataException(
            "recording "
                + path
                + ": row "
                + rows
                + " has "
                + row.size()
                + " columns: the header has "
                + header.size()
                + (row.size() == header.size() + 1 ? "; does one of them have no name?" : "")
                + (row.size() > header.size() + 1 && columns.separator() == ','
                    ? "; decimals must have a point, or a semicolon must separate the columns"
                    : ""));
      }
      String name = numbered < 0 ? "0" : row.get(numbered);
      int episode = episodes.of(episodeName(name, rows), rows);
      if (order.goesOn(episode, name, rows)) {
        requireStep(before, row, rows);
        float[] x = numbers(before, states, rows - 1);
        sink.add(
            x,
            numbers(before, actions, rows - 1),
            numbers(row, states, rows),
            expression == null ? number(before, margin, rows - 1) : expression.of(x),
            cost < 0 ? Float.NaN : number(before, cost, rows - 1),
            reward < 0 ? 0 : number(before, reward, rows - 1),
            episode);
      }
      before = row;
      rows++;
    }
    if (dt == 0 && rows > 1) {
      throw new DataException(
          "recording "
              + path
              + ": no two rows of the same episode follow each other in its "
              + rows
              + " rows: sort them by episode and t");
    }
    if (dt >= SLOW && options.dt() == 0) {
      sink.notes()
          .add(
              "dt is "
                  + StampUnit.seconds(dt)
                  + " s, because t is read in s: if it is in another unit, convert it");
    }
    if (numbers.hasCommas()) {
      sink.notes().add("decimals are read with a comma");
    }
    noteUnread(header, sink);
    Transitions transitions =
        sink.finish(expression == null ? options.sign() : DataOptions.Sign.POSITIVE_IS_SAFE);
    if (numbered < 0) {
      StateJumps.of(transitions, "number them in a column episode").ifPresent(sink.notes()::add);
    }
    return new DataFile.Contents(
        new TransitionFile(transitions, dt, options.subject(), names, 0), rows, sink.notes());
  }

  /** A separator at the end of the line also makes a column without a name, which says nothing. */
  private static void noteNameless(List<String> header, RowSink sink) {
    for (int i = 0; i + 1 < header.size(); i++) {
      if (header.get(i).isEmpty()) {
        sink.notes().add("column " + (i + 1) + " has no name and is not read");
      }
    }
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
      header.stream()
          .filter(EpisodeNumbers::seemsToEnd)
          .forEach(
              name ->
                  sink.notes()
                      .add(
                          "column "
                              + name
                              + " is not read, so all rows are one episode: if episodes end in it,"
                              + " number them in a column episode"));
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
              + row.get(time)
              + " after "
              + before.get(time)
              + ": stamps must increase within an episode");
    }
    if (dt == 0) {
      dt = step;
      requireSeconds(stamp(row, number), number);
      requireNoCount(stamp(row, number), number);
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

  /** Requires that t does not count milliseconds or rows, which looks like seconds. */
  private void requireNoCount(double stamp, long number) {
    if (dt == 1 && stamp == Math.rint(stamp)) {
      throw new DataException(
          "recording "
              + path
              + ": dt is 1 s, from row "
              + (number - 1)
              + " to row "
              + number
              + ", in whole numbers: does t count ms or rows? then write it in s; if it is in s,"
              + " say so with --dt 1");
    }
  }

  private static String question(String unit) {
    return "is t in " + unit + "? then divide it by " + StampUnit.inSecond(unit);
  }

  private float[] numbers(CSVRecord row, List<Integer> places, long number) {
    float[] out = new float[places.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = this.numbers.number(row.get(places.get(i)), number);
    }
    return out;
  }

  private double stamp(CSVRecord row, long number) {
    String text = row.get(time);
    if (CLOCK.matcher(text).find()) {
      throw new DataException(
          "recording "
              + path
              + ": t is '"
              + text
              + "' in row "
              + number
              + ", a date or a time of day: write seconds, such as those since the first row");
    }
    numbers.number(text, number);
    return Double.parseDouble(numbers.plain(row.get(time), number));
  }

  /** A label. A cost that is not a number would pass for no cost. */
  private float number(CSVRecord row, int column, long number) {
    float value = numbers.number(row.get(column), number);
    if (!Float.isFinite(value)) {
      throw new DataException(
          "recording "
              + path
              + ": "
              + columns.names().get(column)
              + " in row "
              + number
              + " contains "
              + value
              + ": all numbers must be finite");
    }
    return value;
  }

  /** The number of an episode may be written as 1,0. A name is left as it is. */
  private String episodeName(String text, long row) {
    return text.matches("[-+0-9.,eE]+") ? numbers.plain(text, row) : text;
  }
}

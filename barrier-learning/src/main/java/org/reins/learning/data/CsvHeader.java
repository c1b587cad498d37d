package org.reins.learning.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The line of a CSV file that names its columns, and the separator that it uses: a comma, a
 * semicolon, a tab or a bar. Empty lines, lines that start with #, % or // and the line {@code
 * sep=;} of Excel may come first. NumPy writes the names themselves after a #.
 *
 * @param line number of the line, from 1
 */
record CsvHeader(List<String> names, char separator, int line) {
  private static final String SEPARATORS = ",;\t|";
  private static final List<String> PREFIXES = List.of("state.", "action.");
  private static final Set<String> WORDS = Set.of("t", "episode", "h", "cost", "reward");
  private static final int SEP_LINE = 5;

  /** Reads the lines up to the names; null if there are none. */
  static CsvHeader read(RecordReader in) throws IOException {
    char forced = 0;
    for (int number = 1; ; number++) {
      String line = line(in);
      if (line == null) {
        return null;
      }
      in.began();
      String text = line.strip();
      if (text.toLowerCase(Locale.ROOT).startsWith("sep=")) {
        forced = line.stripLeading().length() >= SEP_LINE ? line.stripLeading().charAt(4) : 0;
      } else if (isRemark(text)) {
        CsvHeader after = parse(text.replaceFirst("^(#|%|//)+", ""), forced, number);
        if (after.names.contains("t") && after.names.stream().anyMatch(CsvHeader::isState)) {
          return after;
        }
      } else if (!text.isEmpty()) {
        return parse(line, forced, number);
      }
    }
  }

  private static boolean isRemark(String text) {
    return text.startsWith("#") || text.startsWith("%") || text.startsWith("//");
  }

  private static boolean isState(String name) {
    return name.startsWith("state.");
  }

  /** A line without its end; null after the last one. */
  private static String line(RecordReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    // After a carriage return, a line feed is left. It is an empty line for the reader of rows.
    while (c >= 0 && c != '\n' && c != '\r') {
      line.append((char) c);
      c = in.read();
    }
    return line.toString();
  }

  private static CsvHeader parse(String line, char forced, int number) throws IOException {
    char separator = forced == 0 ? separator(line) : forced;
    List<String> names = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(line, format(separator))) {
      for (CSVRecord row : parser) {
        row.forEach(name -> names.add(name.strip()));
      }
    }
    return new CsvHeader(plain(names), separator, number);
  }

  /** The names with our own words in small letters, unless both spellings occur: T becomes t. */
  private static List<String> plain(List<String> names) {
    List<String> plain = new ArrayList<>();
    for (String name : names) {
      String small = small(name);
      plain.add(names.contains(small) ? name : small);
    }
    return plain;
  }

  private static String small(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    for (String prefix : PREFIXES) {
      if (small.startsWith(prefix)) {
        return prefix + name.substring(prefix.length()).strip();
      }
    }
    return WORDS.contains(small) ? small : name;
  }

  /** The separator that is most frequent outside of quotes. */
  private static char separator(String line) {
    int[] found = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      int kind = SEPARATORS.indexOf(line.charAt(i));
      if (kind >= 0 && !quoted) {
        found[kind]++;
      }
    }
    int most = 0;
    for (int kind = 1; kind < found.length; kind++) {
      most = found[kind] > found[most] ? kind : most;
    }
    return SEPARATORS.charAt(most);
  }

  private static CSVFormat format(char separator) {
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(separator)
        .setIgnoreSurroundingSpaces(true)
        .get();
  }

  /** The format of the rows. Lines that start with # are left out. */
  CSVFormat rows() {
    return format(separator).builder().setCommentMarker('#').get();
  }

  /** Requires that each column that is read has a name of its own. */
  void requireNamesOnce(Path path) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int first = names.indexOf(name);
      if (first < i && !name.isEmpty()) {
        throw new DataException(
            "recording "
                + path
                + ": line "
                + line
                + " names the columns "
                + (first + 1)
                + " and "
                + (i + 1)
                + " both "
                + name
                + ": each name must occur once; rename or remove one");
      }
    }
  }

  /** The place of a column; −1 if there is none. */
  int of(String name) {
    return names.indexOf(name);
  }

  /** Whether a row may have this number of values: only columns without a name may be missing. */
  boolean allows(CSVRecord row) {
    for (int i = row.size(); i < names.size(); i++) {
      if (!names.get(i).isEmpty()) {
        return false;
      }
    }
    for (int i = names.size(); i < row.size(); i++) {
      if (!row.get(i).isBlank()) {
        return false;
      }
    }
    return true;
  }
}

package org.reins.learning.data;

import java.nio.file.Path;

/**
 * Numbers of a CSV file. Where commas do not separate the columns, they may be decimal marks, as
 * European spreadsheets write them. One file has one decimal mark.
 */
final class CsvNumbers {
  private final Path path;
  private final boolean commaSeparates;
  private String withPoint;
  private String withComma;

  CsvNumbers(Path path, char separator) {
    this.path = path;
    commaSeparates = separator == ',';
  }

  /** Whether decimal commas were read. */
  boolean hasCommas() {
    return withComma != null;
  }

  /** A number as Java writes it. */
  String plain(String text, long row) {
    if (commaSeparates) {
      return text;
    }
    boolean comma = text.indexOf(',') >= 0;
    boolean point = text.indexOf('.') >= 0;
    if (comma && withComma == null) {
      withComma = text;
    }
    if (point && withPoint == null) {
      withPoint = text;
    }
    if (comma && withPoint != null || point && withComma != null) {
      throw new DataException(
          "recording "
              + path
              + ": row "
              + row
              + " contains '"
              + text
              + "', and there is '"
              + (comma ? withPoint : withComma)
              + "': decimals must be all points or all commas, without marks for thousands");
    }
    return text.replace(',', '.');
  }

  float number(String text, long row) {
    try {
      return Float.parseFloat(plain(text, row));
    } catch (NumberFormatException e) {
      throw new DataException(
          "recording "
              + path
              + ": row "
              + row
              + " contains '"
              + text
              + "': it must be a number"
              + (text.indexOf(',') >= 0 && commaSeparates ? " with a decimal point" : ""),
          e);
    }
  }
}

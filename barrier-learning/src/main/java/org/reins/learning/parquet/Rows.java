package org.reins.learning.parquet;

import java.util.Arrays;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The values of one column in one group of rows, one row after another. A value that is null is
 * refused, and so is a list of another length than asked for. Not thread-safe.
 */
public final class Rows {
  private static final int LONGEST_LIST = 1 << 16;

  private final ParquetTable table;
  private final Column column;
  private final ColumnReader reader;
  private final int defined;
  private final boolean isUnsigned;
  private final boolean isShort;
  private final long values;
  private long taken;
  private long row;

  /**
   * Starts at a group's first row.
   *
   * @param values that the column has in the group
   * @param first number of the group's first row in the file
   */
  Rows(ParquetTable table, Column column, ColumnReader reader, long values, long first) {
    this.table = table;
    this.column = column;
    this.reader = reader;
    this.values = values;
    defined = column.descriptor().getMaxDefinitionLevel();
    isUnsigned = Column.isUnsigned(column.descriptor());
    isShort =
        column.descriptor().getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    row = first;
  }

  /** The column. */
  public Column column() {
    return column;
  }

  /**
   * Takes the next row's numbers, however many there are.
   *
   * @return the numbers; owned by the caller
   */
  public float[] next() {
    try {
      float[] found = new float[16];
      int n = 0;
      do {
        if (n == LONGEST_LIST) {
          throw wrong("has over " + LONGEST_LIST + " numbers");
        }
        found = n == found.length ? Arrays.copyOf(found, 2 * n) : found;
        found[n++] = (float) take();
      } while (goesOn());
      row++;
      return Arrays.copyOf(found, n);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw damaged(e);
    }
  }

  /**
   * Takes the next row's numbers.
   *
   * @param into receives them; the row must have exactly as many
   */
  public void next(float[] into) {
    try {
      int n = 0;
      do {
        if (n == into.length) {
          throw wrong("has more numbers than the " + n + " of the first row or of info.json");
        }
        into[n++] = (float) take();
      } while (goesOn());
      if (n < into.length) {
        throw wrong("has " + n + " numbers, where others have " + into.length);
      }
      row++;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw damaged(e);
    }
  }

  /** Takes the next row, which must be one number; true is 1. */
  public double nextNumber() {
    try {
      double number = take();
      requireOne();
      return number;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw damaged(e);
    }
  }

  /** Takes the next row, which must be one number, or null, which is NaN. */
  public double nextNumberOrNaN() {
    if (taken < values && reader.getCurrentDefinitionLevel() != defined) {
      nextText();
      return Double.NaN;
    }
    return nextNumber();
  }

  /** Takes the next row, which must be one whole number; it is exact. */
  public long nextLong() {
    try {
      requireValue();
      long number =
          switch (column.kind()) {
            case LONG -> whole();
            case INT -> reader.getInteger();
            default -> throw wrong("is a " + column.type() + ": a whole number is needed");
          };
      consume();
      requireOne();
      return number;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw damaged(e);
    }
  }

  /** Takes the next row, which must be one text; null if there is none. */
  public String nextText() {
    try {
      String text = null;
      if (reader.getCurrentDefinitionLevel() == defined) {
        requireValue();
        text = reader.getBinary().toStringUsingUTF8();
      }
      consume();
      requireOne();
      return text;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw damaged(e);
    }
  }

  private double take() {
    requireValue();
    double number =
        switch (column.kind()) {
          case FLOAT -> reader.getFloat();
          case DOUBLE -> reader.getDouble();
          case INT -> reader.getInteger();
          case LONG -> whole();
          case BOOL -> reader.getBoolean() ? 1 : 0;
          default -> throw wrong("is a " + column.type() + ": a number is needed");
        };
    consume();
    return number;
  }

  /** A number of 64 bits, or of 32 without a sign. */
  private long whole() {
    if (isShort) {
      return Integer.toUnsignedLong(reader.getInteger());
    }
    long number = reader.getLong();
    if (isUnsigned && number < 0) {
      throw wrong("is " + Long.toUnsignedString(number) + ": allowed is below 2^63");
    }
    return number;
  }

  private void requireValue() {
    if (taken >= values) {
      throw wrong("is missing: the column has fewer rows than the file claims");
    }
    if (reader.getCurrentDefinitionLevel() != defined) {
      throw wrong("is null, or empty, or has a null in its list: every row needs its numbers");
    }
  }

  private void consume() {
    reader.consume();
    taken++;
  }

  private boolean goesOn() {
    return taken < values && reader.getCurrentRepetitionLevel() > 0;
  }

  private void requireOne() {
    if (goesOn()) {
      throw wrong("is a list of several values: one is needed");
    }
    row++;
  }

  private ParquetFileException wrong(String what) {
    return new ParquetFileException(
        table.name() + ": column " + column.name() + " in row " + row + " " + what);
  }

  private ParquetFileException damaged(Throwable e) {
    return e instanceof ParquetFileException told
        ? told
        : table.damaged("column " + column.name() + " in row " + row, e);
  }
}

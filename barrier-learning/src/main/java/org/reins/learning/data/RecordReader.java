package org.reins.learning.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Passes a text on, and fails if too many characters pass without a new record. An unclosed quote
 * or a line of gigabytes must not be collected in memory.
 */
final class RecordReader extends FilterReader {
  /** Largest number of characters between two records, including the parser's read-ahead. */
  private static final int LONGEST = 1 << 20;

  private int passed;

  RecordReader(Reader in) {
    super(in);
  }

  /** Reports that a record was taken. */
  void began() {
    passed = 0;
  }

  @Override
  public int read() throws IOException {
    int c = super.read();
    count(1);
    return c;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    count(Math.max(0, n));
    return n;
  }

  private void count(int characters) throws IOException {
    passed += characters;
    if (passed > LONGEST) {
      throw new IOException(
          "it has a row of over "
              + LONGEST
              + " characters: a quote may not be closed, or its lines do not end");
    }
  }
}

package org.reins.node.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A record of 64-bit words in shared memory, with one writer and any number of readers in other
 * processes. Writing and reading never wait and allocate nothing.
 *
 * <p>Layout, little-endian: a number, a check word, the words. The number is odd while the record
 * is being written, and rises by two with each record (a sequence lock). The check word covers
 * number and words, so that memory that something else has written to is noticed.
 */
public final class SharedRecord {
  /** Returned by {@link #read} while the writer is at work, or has been stopped in the middle. */
  public static final long BUSY = -1;

  /** Returned by {@link #read} if the check word is wrong. */
  public static final long DAMAGED = -2;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HEAD = 16;
  private static final int LINE = 64;
  private static final int ATTEMPTS = 3;

  private final ByteBuffer memory;
  private final int base;
  private final int words;

  /**
   * A record at a place.
   *
   * @param base offset in bytes, a multiple of 64
   */
  public SharedRecord(ByteBuffer memory, int base, int words) {
    this.memory = memory;
    this.base = base;
    this.words = words;
  }

  /** The size of a record in bytes, so that no two records share a cache line. */
  public static int bytes(int words) {
    return (HEAD + Long.BYTES * words + LINE - 1) / LINE * LINE;
  }

  /** Writes the next record; by the only writer. */
  public void write(long[] values) {
    long odd = (long) WORD.getOpaque(memory, base) | 1;
    WORD.setOpaque(memory, base, odd);
    VarHandle.storeStoreFence();
    for (int i = 0; i < words; i++) {
      WORD.setOpaque(memory, base + HEAD + Long.BYTES * i, values[i]);
    }
    WORD.setOpaque(memory, base + Long.BYTES, check(values, odd + 1));
    WORD.setRelease(memory, base, odd + 1);
  }

  /** The number of the latest record; odd while the next one is being written. */
  public long number() {
    return (long) WORD.getAcquire(memory, base);
  }

  /**
   * Reads the latest record.
   *
   * @param values overwritten; meaningful only if the result is positive
   * @return its number, 0 if there is none yet, {@link #BUSY} or {@link #DAMAGED}
   */
  public long read(long[] values) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long number = (long) WORD.getAcquire(memory, base);
      if (number == 0) {
        return 0;
      }
      if ((number & 1) != 0) {
        continue;
      }
      for (int i = 0; i < words; i++) {
        values[i] = (long) WORD.getOpaque(memory, base + HEAD + Long.BYTES * i);
      }
      long check = (long) WORD.getOpaque(memory, base + Long.BYTES);
      VarHandle.loadLoadFence();
      if ((long) WORD.getOpaque(memory, base) == number) {
        return number > 0 && check == check(values, number) ? number : DAMAGED;
      }
    }
    return BUSY;
  }

  private long check(long[] values, long number) {
    long h = 0x9E3779B97F4A7C15L ^ number;
    for (int i = 0; i < words; i++) {
      h = (h ^ values[i]) * 0xBF58476D1CE4E5B9L;
      h ^= h >>> 29;
    }
    return h;
  }
}

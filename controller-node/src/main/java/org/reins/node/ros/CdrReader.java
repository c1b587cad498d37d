package org.reins.node.ros;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads plain CDR of either byte order. Whatever the bytes, it never throws and never reads outside
 * them: after the first thing that does not fit, {@link #ok} is false and everything reads as zero
 * or empty. Allocates nothing.
 */
public final class CdrReader {
  private ByteBuffer in;
  private int origin;
  private boolean ok;

  /**
   * Starts at the buffer's position, with its limit as the end.
   *
   * @return false when the encapsulation header is not plain CDR
   */
  public boolean start(ByteBuffer buffer) {
    in = buffer;
    ok = in.remaining() >= 4;
    if (ok) {
      int first = in.get();
      int order = in.get();
      in.getShort();
      ok = first == 0 && (order == 0 || order == 1);
      in.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }
    origin = in.position();
    return ok;
  }

  /** Whether everything so far did fit. */
  public boolean ok() {
    return ok;
  }

  /** Reads one byte, 0…255. */
  public int octet() {
    return need(1, 1) ? in.get() & 0xFF : 0;
  }

  /** Reads a boolean; anything but 0 and 1 does not fit. */
  public boolean bool() {
    int b = octet();
    ok &= b <= 1;
    return b == 1;
  }

  /** Reads a signed 32-bit number. */
  public int int32() {
    return need(4, 4) ? in.getInt() : 0;
  }

  /** Reads a signed 64-bit number. */
  public long int64() {
    return need(8, 8) ? in.getLong() : 0;
  }

  /** Reads a double. */
  public double float64() {
    return need(8, 8) ? in.getDouble() : 0;
  }

  /**
   * Reads a sequence of doubles.
   *
   * @param values overwritten from the start
   * @return how many there were; a sequence longer than the array does not fit
   */
  public int float64s(double[] values) {
    int count = length(values.length);
    for (int i = 0; i < count; i++) {
      values[i] = float64();
    }
    return ok ? count : 0;
  }

  /** Reads the length of a sequence; one over the limit does not fit. */
  public int length(int limit) {
    int count = int32();
    if (count < 0 || count > limit) {
      ok = false;
    }
    return ok ? count : 0;
  }

  /** Passes over a string. */
  public void skipString() {
    int length = int32();
    if (need(Math.max(0, length), 1) && length >= 0) {
      in.position(in.position() + length);
    } else {
      ok = false;
    }
  }

  /** Passes over a number of bytes. */
  public void skip(int bytes, int alignment) {
    if (bytes >= 0 && need(bytes, alignment)) {
      in.position(in.position() + bytes);
    } else {
      ok = false;
    }
  }

  /**
   * Reads a string and finds it among known ones.
   *
   * @param known UTF-8 bytes of each
   * @return its index, or −1 when it is none of them
   */
  public int stringAmong(byte[][] known) {
    int length = int32();
    if (length < 1 || !need(length, 1)) {
      ok = false;
      return -1;
    }
    int start = in.position();
    in.position(start + length);
    if (in.get(start + length - 1) != 0) {
      ok = false;
      return -1;
    }
    for (int k = 0; k < known.length; k++) {
      if (known[k].length == length - 1 && matches(start, known[k])) {
        return k;
      }
    }
    return -1;
  }

  private boolean matches(int start, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (in.get(start + i) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean need(int bytes, int alignment) {
    if (!ok) {
      return false;
    }
    int over = (in.position() - origin) % alignment;
    int skip = over == 0 ? 0 : alignment - over;
    if (in.remaining() < skip || in.remaining() - skip < bytes) {
      ok = false;
      return false;
    }
    in.position(in.position() + skip);
    return true;
  }
}

package org.reins.node.ros;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads plain CDR of either byte order. For arbitrary bytes, it never throws and never reads
 * outside them: after the first mismatch, {@link #ok} is false and everything reads as zero or
 * empty. Allocates nothing, unless stated.
 */
public final class CdrReader {
  private ByteBuffer in;
  private int origin;
  private int textAt;
  private int textLength;
  private boolean ok;

  /**
   * Starts at the buffer's position, with its limit as the end.
   *
   * @return false if the encapsulation header is not plain CDR
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

  /** Whether everything matched so far. */
  public boolean ok() {
    return ok;
  }

  /** Marks the data as invalid. */
  public void refuse() {
    ok = false;
  }

  /** Bytes that were not read. */
  public int left() {
    return in.remaining();
  }

  /**
   * Copies the whole message with its encapsulation header, and leaves nothing to read. Allocates:
   * not for the control thread.
   */
  public byte[] whole() {
    byte[] all = new byte[in.limit() - origin + 4];
    in.position(origin - 4);
    in.get(all);
    return all;
  }

  /** Reads one byte, 0…255. */
  public int octet() {
    return need(1, 1) ? in.get() & 0xFF : 0;
  }

  /** Reads a boolean; any byte other than 0 and 1 is a mismatch. */
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

  /** Reads a signed 16-bit number. */
  public int int16() {
    return need(2, 2) ? in.getShort() : 0;
  }

  /** Reads a float. */
  public float float32() {
    return need(4, 4) ? in.getFloat() : 0;
  }

  /** Reads a double. */
  public double float64() {
    return need(8, 8) ? in.getDouble() : 0;
  }

  /**
   * Reads a sequence of doubles.
   *
   * @param values overwritten from the start
   * @return the number of values; a sequence longer than the array is a mismatch
   */
  public int float64s(double[] values) {
    int count = length(values.length);
    for (int i = 0; i < count; i++) {
      values[i] = float64();
    }
    return ok ? count : 0;
  }

  /** Reads the length of a sequence; a length above the limit is a mismatch. */
  public int length(int limit) {
    int count = int32();
    if (count < 0 || count > limit) {
      ok = false;
    }
    return ok ? count : 0;
  }

  /**
   * Reads the length of a sequence.
   *
   * @param elementBytes smallest size of an element: a length that the message cannot hold is a
   *     mismatch, so that a sender cannot force an allocation
   */
  public int lengthOf(int elementBytes) {
    int count = int32();
    if (count < 0 || (long) count * elementBytes > in.remaining()) {
      ok = false;
    }
    return ok ? count : 0;
  }

  /** Reads a string. Allocates: not for the control thread. */
  public String string() {
    int length = int32();
    // Some senders write an empty string without its terminating zero.
    if (length == 0 || length < 0 || !need(length, 1)) {
      ok &= length == 0;
      return "";
    }
    byte[] text = new byte[length];
    in.get(text);
    ok &= text[length - 1] == 0;
    return ok ? new String(text, 0, length - 1, StandardCharsets.UTF_8) : "";
  }

  /** Reads a sequence of strings. Allocates: not for the control thread. */
  public List<String> strings() {
    int count = lengthOf(4);
    List<String> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(string());
    }
    return all;
  }

  /** Skips a string. */
  public void skipString() {
    int length = int32();
    if (need(Math.max(0, length), 1) && length >= 0) {
      in.position(in.position() + length);
    } else {
      ok = false;
    }
  }

  /** Skips a number of bytes. */
  public void skip(int bytes, int alignment) {
    if (bytes >= 0 && need(bytes, alignment)) {
      in.position(in.position() + bytes);
    } else {
      ok = false;
    }
  }

  /**
   * Skips a sequence.
   *
   * @param elementBytes size of an element, a multiple of the alignment
   */
  public void skipSequence(int elementBytes, int alignment) {
    int count = lengthOf(elementBytes);
    // An empty sequence has no element that needs alignment.
    if (count > 0) {
      skip(count * elementBytes, alignment);
    }
  }

  /**
   * Reads a string and finds it among known ones.
   *
   * @param known UTF-8 bytes of each
   * @return its index, or −1 when it is none of them
   */
  public int stringAmong(byte[][] known) {
    return stringAmong(known, -1);
  }

  /**
   * Reads a string and finds it among known ones.
   *
   * @param known UTF-8 bytes of each
   * @param guess index of the one that is tried first; out of range for no guess
   * @return its index, or −1 when it is none of them
   */
  public int stringAmong(byte[][] known, int guess) {
    textLength = 0;
    int length = int32();
    // Some senders write an empty string without its terminating zero.
    if (length < 1 || !need(length, 1)) {
      ok &= length == 0;
      return -1;
    }
    textAt = in.position();
    in.position(textAt + length);
    if (in.get(textAt + length - 1) != 0) {
      ok = false;
      return -1;
    }
    textLength = length - 1;
    if (guess >= 0 && guess < known.length && isText(known[guess])) {
      return guess;
    }
    for (int k = 0; k < known.length; k++) {
      if (isText(known[k])) {
        return k;
      }
    }
    return -1;
  }

  /**
   * Copies the bytes of the last string read by {@link #stringAmong}; a long string is truncated.
   *
   * @param at first index in the target
   * @param most largest number of bytes to copy
   * @return number of bytes copied
   */
  public int copyText(byte[] target, int at, int most) {
    int count = Math.max(0, Math.min(Math.min(textLength, most), target.length - at));
    for (int i = 0; i < count; i++) {
      target[at + i] = in.get(textAt + i);
    }
    return count;
  }

  private boolean isText(byte[] text) {
    if (text.length != textLength) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (in.get(textAt + i) != text[i]) {
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

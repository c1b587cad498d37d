package org.reins.node.ros;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes plain CDR (XCDR version 1), little-endian, with its four-byte encapsulation header.
 * Alignment is relative to the end of the header. Allocates nothing, unless stated.
 */
public final class CdrWriter {
  private ByteBuffer out;
  private int origin;

  /** Starts a message at the buffer's position. */
  public void start(ByteBuffer buffer) {
    out = buffer.order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0).put((byte) 1).put((byte) 0).put((byte) 0);
    origin = out.position();
  }

  /** Writes one byte. */
  public void octet(int value) {
    out.put((byte) value);
  }

  /** Writes a boolean as one byte. */
  public void bool(boolean value) {
    out.put((byte) (value ? 1 : 0));
  }

  /** Writes a signed 32-bit number. */
  public void int32(int value) {
    align(4);
    out.putInt(value);
  }

  /** Writes a signed 64-bit number. */
  public void int64(long value) {
    align(8);
    out.putLong(value);
  }

  /** Writes a signed 16-bit number. */
  public void int16(int value) {
    align(2);
    out.putShort((short) value);
  }

  /** Writes a float. */
  public void float32(float value) {
    align(4);
    out.putFloat(value);
  }

  /** Writes a double. */
  public void float64(double value) {
    align(8);
    out.putDouble(value);
  }

  /** Writes a sequence of doubles. */
  public void float64s(double[] values, int count) {
    int32(count);
    for (int i = 0; i < count; i++) {
      float64(values[i]);
    }
  }

  /** Writes a string given as its UTF-8 bytes. */
  public void string(byte[] utf8) {
    int32(utf8.length + 1);
    out.put(utf8).put((byte) 0);
  }

  /** Writes a string. Allocates: not for the control thread. */
  public void string(String text) {
    string(utf8(text));
  }

  /** Writes a sequence of strings. Allocates: not for the control thread. */
  public void strings(List<String> all) {
    int32(all.size());
    all.forEach(this::string);
  }

  /** UTF-8 bytes of a text, encoded once and written often. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void align(int size) {
    while ((out.position() - origin) % size != 0) {
      out.put((byte) 0);
    }
  }
}

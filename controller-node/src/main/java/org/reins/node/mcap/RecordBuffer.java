package org.reins.node.mcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A growing buffer of MCAP records, little-endian. */
final class RecordBuffer {
  private static final int HEAD = 9;

  private ByteBuffer out;
  private int start;

  /** Makes a buffer that grows beyond this size when it has to. */
  RecordBuffer(int size) {
    out = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Starts a record. */
  RecordBuffer begin(int opcode) {
    room(HEAD);
    out.put((byte) opcode);
    start = out.position();
    out.putLong(0);
    return this;
  }

  /** Ends the record: its length is known now. */
  void end() {
    out.putLong(start, out.position() - start - Long.BYTES);
  }

  RecordBuffer u8(int v) {
    room(1);
    out.put((byte) v);
    return this;
  }

  RecordBuffer u16(int v) {
    room(Short.BYTES);
    out.putShort((short) v);
    return this;
  }

  RecordBuffer u32(int v) {
    room(Integer.BYTES);
    out.putInt(v);
    return this;
  }

  RecordBuffer u64(long v) {
    room(Long.BYTES);
    out.putLong(v);
    return this;
  }

  RecordBuffer text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A length of four bytes, and the bytes. */
  RecordBuffer bytes(byte[] bytes) {
    u32(bytes.length);
    return raw(ByteBuffer.wrap(bytes));
  }

  RecordBuffer raw(ByteBuffer bytes) {
    room(bytes.remaining());
    out.put(bytes);
    return this;
  }

  RecordBuffer texts(Map<String, String> map) {
    int at = out.position();
    u32(0);
    map.forEach((key, value) -> text(key).text(value));
    out.putInt(at, out.position() - at - Integer.BYTES);
    return this;
  }

  int size() {
    return out.position();
  }

  void clear() {
    out.clear();
  }

  /** What was written since the last {@link #clear}; valid until the next write. */
  ByteBuffer content() {
    return out.duplicate().flip();
  }

  /** A part of what was written. */
  ByteBuffer content(int from) {
    return content().position(from);
  }

  private void room(int bytes) {
    if (out.remaining() >= bytes) {
      return;
    }
    int size = Math.max(2 * out.capacity(), Math.addExact(out.position(), bytes));
    ByteBuffer larger = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    out = larger.put(out.flip());
  }
}

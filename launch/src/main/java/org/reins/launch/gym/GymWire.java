package org.reins.launch.gym;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Frames on a socket: one byte for the kind, four for the length of what follows, little-endian,
 * and as many bytes. Not thread-safe.
 */
final class GymWire {
  /** From the client: JSON with the number of environments. */
  static final byte OPEN = 'O';

  /** From the client: for each environment a mark and a seed. */
  static final byte RESET = 'R';

  /** From the client: actions. */
  static final byte STEP = 'S';

  /** From the client: a picture of an environment. */
  static final byte DRAW = 'D';

  /** Answer to {@link #OPEN}: JSON. */
  static final byte HELLO = 'H';

  /** Answer to {@link #RESET} and {@link #STEP}: a {@link BatchState}. */
  static final byte BATCH = 'B';

  /** Answer to {@link #DRAW}: three bytes for each pixel, rows from the top. */
  static final byte PICTURE = 'P';

  /** Answer to whatever is wrong: a sentence. */
  static final byte ERROR = 'E';

  private static final int HEAD = 5;
  private static final int LONGEST = 1 << 26;

  private final ByteChannel channel;
  private ByteBuffer in = buffer(1 << 12);
  private ByteBuffer out = buffer(1 << 12);
  private byte kind;

  GymWire(ByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads a frame.
   *
   * @return its content, overwritten by the next; null at the end
   * @throws IOException if it is cut off, or longer than a frame may be
   */
  ByteBuffer read() throws IOException {
    in.clear().limit(HEAD);
    if (!fill(true)) {
      return null;
    }
    kind = in.get(0);
    int length = in.getInt(1);
    if (length < 0 || length > LONGEST) {
      throw new IOException(
          "a frame says that it has "
              + Integer.toUnsignedLong(length)
              + " bytes: allowed are up to "
              + LONGEST
              + "; is the other end a client of this version?");
    }
    if (in.capacity() < length) {
      in = buffer(length);
    }
    in.clear().limit(length);
    fill(false);
    return in.flip();
  }

  /** The kind of the last frame read. */
  byte kind() {
    return kind;
  }

  private boolean fill(boolean mayEnd) throws IOException {
    while (in.hasRemaining()) {
      if (channel.read(in) < 0) {
        if (mayEnd && in.position() == 0) {
          return false;
        }
        throw new EOFException("the other end went away in the middle of a frame");
      }
    }
    return true;
  }

  /** Begins a frame; its content is put into the buffer, and {@link #send} sends it. */
  ByteBuffer begin(byte of, int length) {
    if (out.capacity() < HEAD + length) {
      out = buffer(HEAD + length);
    }
    return out.clear().put(of).putInt(length);
  }

  /** Sends the frame that was begun. */
  void send() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** Sends a frame of text. */
  void send(byte of, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    begin(of, bytes.length).put(bytes);
    send();
  }

  /** The content of a frame as text. */
  static String text(ByteBuffer content) {
    return StandardCharsets.UTF_8.decode(content).toString();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

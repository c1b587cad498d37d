package org.reins.learning.lerobot;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * The frames of the episode that is being recorded. Parquet is complete only with its footer, so an
 * episode that has not ended is kept in rows of equal size, each behind a checksum. What was
 * written when the process is killed stays readable up to the last whole row.
 */
final class FrameJournal implements AutoCloseable {
  private static final int CHECKSUM = 4;

  private final FileChannel file;
  private final int joints;
  private final ByteBuffer row;

  /** Begins a journal; one that is there is replaced. */
  FrameJournal(Path path, LiveHead head) throws IOException {
    joints = head.joints().size();
    row = ByteBuffer.allocate(CHECKSUM + bytes(joints));
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  private static int bytes(int joints) {
    return 3 * Long.BYTES + Float.BYTES * (4 * joints + 2);
  }

  /** Appends a frame, and hands it to the operating system. */
  void write(LiveFrame f) throws IOException {
    if (f.state().length != 2 * joints
        || f.action().length != joints
        || f.asked().length != joints) {
      throw new IllegalArgumentException("a frame does not have " + joints + " joints");
    }
    row.clear().position(CHECKSUM);
    row.putLong(f.stamp()).putLong(f.level()).putLong(f.acted());
    put(f.state());
    put(f.action());
    put(f.asked());
    // The bits as they are, also those of a NaN.
    row.putInt(Float.floatToRawIntBits(f.margin()));
    row.putInt(Float.floatToRawIntBits(f.intervention()));
    row.putInt(0, checksum(row.array())).flip();
    while (row.hasRemaining()) {
      file.write(row);
    }
  }

  private void put(float[] values) {
    for (float v : values) {
      row.putInt(Float.floatToRawIntBits(v));
    }
  }

  private static int checksum(byte[] row) {
    CRC32 crc = new CRC32();
    crc.update(row, CHECKSUM, row.length - CHECKSUM);
    return (int) crc.getValue();
  }

  /** Makes what was written survive a loss of power. */
  void force() throws IOException {
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /**
   * Reads the whole rows of a journal, up to the first that is cut or damaged.
   *
   * @return number of rows
   */
  static long read(Path path, LiveHead head, Consumer<LiveFrame> taker) throws IOException {
    int n = head.joints().size();
    byte[] bytes = new byte[CHECKSUM + bytes(n)];
    long rows = 0;
    try (InputStream raw = Files.newInputStream(path);
        DataInputStream in = new DataInputStream(new BufferedInputStream(raw))) {
      while (true) {
        in.readFully(bytes);
        ByteBuffer b = ByteBuffer.wrap(bytes);
        if (b.getInt() != checksum(bytes)) {
          return rows;
        }
        long stamp = b.getLong();
        long level = b.getLong();
        long acted = b.getLong();
        float[] state = floats(b, 2 * n);
        float[] action = floats(b, n);
        float[] asked = floats(b, n);
        taker.accept(
            new LiveFrame(stamp, state, action, asked, b.getFloat(), b.getFloat(), level, acted));
        rows++;
      }
    } catch (EOFException e) {
      return rows;
    }
  }

  private static float[] floats(ByteBuffer b, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat(b.getInt());
    }
    return values;
  }
}

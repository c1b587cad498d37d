package org.reins.learning.data;

import com.github.luben.zstd.Zstd;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.reins.robot.OneLine;

/**
 * MCAP, version 0 of its specification. Records consist of an opcode, a length and contents. Chunks
 * are uncompressed or compressed with lz4 or zstd. The file is read from front to back, with one
 * chunk in memory at a time. Index and summary are not needed.
 */
final class McapBag {
  private static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};
  private static final int SCHEMA = 0x03;
  private static final int CHANNEL = 0x04;
  private static final int MESSAGE = 0x05;
  private static final int CHUNK = 0x06;
  private static final int DATA_END = 0x0F;
  private static final int RECORD_HEAD = 9;

  /**
   * Largest size of a message or chunk, compressed or not, bytes. Both are held in memory whole.
   */
  private static final long LARGEST_RECORD = 1L << 28;

  // No recorder writes a chunk with a larger compression ratio.
  private static final long LARGEST_RATIO = 1_000;
  private static final long SMALL = 1L << 24;
  private static final int LONGEST_NAME = 1_024;

  private final Path path;
  private final BagMessage.Reader reader;
  private final Map<Integer, String> schemas = new HashMap<>();
  private final Map<Integer, Channel> channels = new HashMap<>();
  private long messages;

  private record Channel(String topic, String type, String encoding) {}

  private McapBag(Path path, BagMessage.Reader reader) {
    this.path = path;
    this.reader = reader;
  }

  /** Reads a file, which may be compressed as a whole with zstd. */
  static void read(Path path, BagMessage.Reader reader) {
    McapBag bag = new McapBag(path, reader);
    boolean packed = PackedFile.isPacked(path);
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(path, packed)))) {
      // The size of what is packed is not known before its end.
      bag.read(in, packed ? Long.MAX_VALUE : Files.size(path));
    } catch (EOFException | BufferUnderflowException e) {
      throw new DataException(
          "bag " + path + " is truncated or damaged after " + bag.messages + " messages", e);
    } catch (IOException e) {
      throw new DataException("bag " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static InputStream open(Path path, boolean packed) throws IOException {
    return packed ? PackedFile.open(path) : Files.newInputStream(path);
  }

  /** The time of the first message, ns; the largest number if there is none. */
  static long firstTime(Path path) {
    BagMessage.First first = new BagMessage.First();
    read(path, first);
    return first.time();
  }

  private void read(DataInputStream in, long size) throws IOException {
    byte[] magic = new byte[MAGIC.length];
    in.readFully(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DataException(
          "bag " + path + " is not MCAP: it does not start with the magic bytes");
    }
    long left = size - MAGIC.length;
    while (!reader.isDone()) {
      int opcode = in.readUnsignedByte();
      long length = Long.reverseBytes(in.readLong());
      left -= RECORD_HEAD;
      if (length < 0 || length > left) {
        throw damaged("a record claims " + length + " bytes, and the file has " + left + " more");
      }
      left -= length;
      if (opcode == DATA_END) {
        return;
      }
      if (!isRead(opcode)) {
        in.skipNBytes(length);
        continue;
      }
      requireSize(length);
      byte[] content = new byte[(int) length];
      in.readFully(content);
      if (opcode == CHUNK) {
        chunk(buffer(content));
      } else {
        record(opcode, buffer(content));
      }
    }
  }

  /** Skips a record: indices, statistics and attachments are not needed and may be large. */
  private static boolean isRead(int opcode) {
    return opcode == SCHEMA || opcode == CHANNEL || opcode == MESSAGE || opcode == CHUNK;
  }

  private DataException damaged(String how) {
    return new DataException(
        "bag " + path + " is truncated or damaged after " + messages + " messages: " + how);
  }

  private void requireSize(long bytes) {
    if (bytes > LARGEST_RECORD) {
      throw new DataException(
          "bag "
              + path
              + " has a record or chunk of "
              + bytes
              + " bytes after "
              + messages
              + " messages: allowed are up to "
              + LARGEST_RECORD);
    }
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A record in the file or in a chunk. */
  private void record(int opcode, ByteBuffer in) {
    switch (opcode) {
      case SCHEMA -> {
        int id = in.getShort() & 0xffff;
        schemas.put(id, string(in));
      }
      case CHANNEL -> {
        int id = in.getShort() & 0xffff;
        int schema = in.getShort() & 0xffff;
        String topic = string(in);
        channels.put(id, new Channel(topic, schemas.getOrDefault(schema, ""), string(in)));
      }
      case MESSAGE -> message(in);
      case CHUNK -> throw damaged("a chunk is inside another chunk");
      default -> {
        // Not needed.
      }
    }
  }

  private void message(ByteBuffer in) {
    int id = in.getShort() & 0xffff;
    in.getInt();
    long logged = in.getLong();
    in.getLong();
    Channel channel = channels.get(id);
    if (channel == null) {
      throw new DataException(
          "bag " + path + " has a message of channel " + id + " that it does not declare");
    }
    byte[] data = new byte[in.remaining()];
    in.get(data);
    messages++;
    reader.take(new BagMessage(channel.topic, channel.type, logged, data, channel.encoding));
  }

  private void chunk(ByteBuffer in) {
    in.getLong();
    in.getLong();
    long size = in.getLong();
    int crc = in.getInt();
    String compression = string(in);
    long length = in.getLong();
    if (length < 0 || length > in.remaining()) {
      throw damaged("a chunk claims " + length + " bytes, and has " + in.remaining());
    }
    if (size < 0 || size > SMALL && size / LARGEST_RATIO > length) {
      throw damaged("a chunk of " + length + " bytes claims to contain " + size);
    }
    requireSize(size);
    byte[] packed = new byte[(int) length];
    in.get(packed);
    byte[] plain = unpacked(compression, packed, (int) size);
    if (plain.length != size) {
      throw damaged(
          "a chunk claims to contain " + size + " bytes, and contains a different number");
    }
    CRC32 actual = new CRC32();
    actual.update(plain);
    // 0 means that the checksum was not computed.
    if (crc != 0 && (int) actual.getValue() != crc) {
      throw new DataException(
          "bag "
              + path
              + " is damaged: a chunk after "
              + messages
              + " messages fails its checksum");
    }
    ByteBuffer records = buffer(plain);
    while (records.hasRemaining() && !reader.isDone()) {
      int opcode = records.get() & 0xff;
      long recordLength = records.getLong();
      if (recordLength < 0 || recordLength > records.remaining()) {
        throw damaged(
            "a record claims "
                + recordLength
                + " bytes, and its chunk has "
                + records.remaining()
                + " more");
      }
      ByteBuffer content = records.slice().order(ByteOrder.LITTLE_ENDIAN);
      content.limit((int) recordLength);
      record(opcode, content);
      records.position(records.position() + (int) recordLength);
    }
  }

  /** Returns at most one byte more than the claimed size, whatever the contents. */
  private byte[] unpacked(String compression, byte[] packed, int size) {
    try {
      return switch (compression) {
        case "" -> packed;
        case "zstd" -> Zstd.decompress(packed, size);
        case "lz4" -> {
          try (InputStream lz4 = new LZ4FrameInputStream(new ByteArrayInputStream(packed))) {
            yield lz4.readNBytes(size + 1);
          }
        }
        default ->
            throw new DataException(
                "bag "
                    + path
                    + " is compressed with "
                    + compression
                    + ": allowed is none, lz4 and zstd");
      };
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The libraries may throw any exception.
      throw damaged(
          "a chunk cannot be decompressed with " + compression + ": " + OneLine.reason(e));
    }
  }

  private String string(ByteBuffer in) {
    int n = in.getInt();
    if (n < 0 || n > in.remaining()) {
      throw damaged(
          "a name claims " + n + " bytes, and its record has " + in.remaining() + " more");
    }
    if (n > LONGEST_NAME) {
      throw damaged("a name has " + n + " bytes: allowed are up to " + LONGEST_NAME);
    }
    byte[] bytes = new byte[n];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

package org.reins.node.mcap;

import com.github.luben.zstd.Zstd;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.reins.robot.OneLine;

/**
 * Reads an MCAP file from front to back, one chunk at a time, as far as it is sound. Every checksum
 * is checked. What follows a damage is not read, because it cannot be told from chance.
 */
public final class McapReader {
  private static final int RECORD_HEAD = 1 + Long.BYTES;
  // Largest chunk, attachment and other record: they are in memory as a whole, bytes.
  private static final long LARGEST = 1L << 28;

  private final Path path;
  private final Visitor visitor;
  private final Map<Integer, Topic> topics = new HashMap<>();
  private final Map<Integer, Type> types = new HashMap<>();
  private long messages;

  /**
   * A channel.
   *
   * @param name of the topic
   * @param type name of its schema
   * @param definition text of its schema
   * @param about the channel's metadata
   */
  public record Topic(String name, String type, String definition, Map<String, String> about) {}

  /** A schema. */
  private record Type(String name, String definition) {
    static final Type NONE = new Type("", "");
  }

  /** Takes the contents. */
  public interface Visitor {
    /** Whether nothing more is wanted. */
    default boolean isDone() {
      return false;
    }

    /**
     * A message.
     *
     * @param data positioned at its first byte, little-endian; valid during the call
     */
    void message(Topic topic, long logged, ByteBuffer data);

    /** Names and values. */
    void metadata(String name, Map<String, String> values);

    /** An attached file; its checksum was right. */
    void attachment(String name, byte[] data);
  }

  private McapReader(Path path, Visitor visitor) {
    this.path = path;
    this.visitor = visitor;
  }

  /**
   * Reads a file.
   *
   * @return why it was not read to its end, as one sentence; empty if it was
   * @throws McapException if nothing of it can be read, with one sentence
   */
  public static String read(Path path, Visitor visitor) {
    McapReader reader = new McapReader(path, visitor);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      reader.requireMagic(in);
      return reader.records(in, Files.size(path) - Opcode.MAGIC.length);
    } catch (NoSuchFileException e) {
      throw new McapException("recording " + path + " does not exist", e);
    } catch (IOException e) {
      throw new McapException("recording " + path + " cannot be read: " + OneLine.reason(e), e);
    }
  }

  private void requireMagic(DataInputStream in) throws IOException {
    byte[] magic = in.readNBytes(Opcode.MAGIC.length);
    if (!Arrays.equals(magic, Opcode.MAGIC)) {
      throw new McapException(
          "recording " + path + " is not an MCAP file: it does not start with the magic bytes");
    }
  }

  /** Reads records until the end of the data, or until one is damaged. */
  private String records(DataInputStream in, long size) throws IOException {
    long left = size;
    try {
      while (!visitor.isDone()) {
        if (left < RECORD_HEAD) {
          return ends("the file ends without its summary, as after a kill or a full disk");
        }
        int opcode = in.readUnsignedByte();
        long length = Long.reverseBytes(in.readLong());
        left -= RECORD_HEAD;
        if (length < 0 || length > left) {
          return ends("a record of " + length + " bytes is cut after " + left);
        }
        left -= length;
        if (opcode == Opcode.DATA_END) {
          return "";
        }
        if (!isRead(opcode)) {
          in.skipNBytes(length);
          continue;
        }
        if (length > LARGEST) {
          return ends("a record claims " + length + " bytes: allowed are up to " + LARGEST);
        }
        byte[] content = in.readNBytes((int) length);
        if (opcode == Opcode.CHUNK) {
          chunk(buffer(content));
        } else {
          record(opcode, buffer(content));
        }
      }
      return "";
    } catch (EOFException | BufferUnderflowException e) {
      return ends("a record is shorter than its contents");
    } catch (Damage e) {
      return ends(e.getMessage());
    }
  }

  private static boolean isRead(int opcode) {
    return switch (opcode) {
      case Opcode.SCHEMA,
          Opcode.CHANNEL,
          Opcode.MESSAGE,
          Opcode.CHUNK,
          Opcode.ATTACHMENT,
          Opcode.METADATA ->
          true;
      default -> false;
    };
  }

  private String ends(String why) {
    return "recording " + path + " is incomplete after " + messages + " messages: " + why;
  }

  /** Found in a record; what was visited before is sound. */
  private static final class Damage extends RuntimeException {
    private static final long serialVersionUID = 1;

    Damage(String message) {
      super(message);
    }
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void record(int opcode, ByteBuffer in) {
    switch (opcode) {
      case Opcode.SCHEMA -> {
        int id = in.getShort() & 0xffff;
        String name = text(in);
        text(in);
        types.put(id, new Type(name, text(in)));
      }
      case Opcode.CHANNEL -> {
        int id = in.getShort() & 0xffff;
        Type type = types.getOrDefault(in.getShort() & 0xffff, Type.NONE);
        String name = text(in);
        String encoding = text(in);
        Type known = encoding.equals("cdr") ? type : Type.NONE;
        topics.put(id, new Topic(name, known.name, known.definition, texts(in)));
      }
      case Opcode.MESSAGE -> {
        Topic topic = topics.get(in.getShort() & 0xffff);
        in.getInt();
        long logged = in.getLong();
        in.getLong();
        if (topic == null) {
          throw new Damage("a message is of a channel that was not declared");
        }
        messages++;
        visitor.message(topic, logged, in.slice().order(ByteOrder.LITTLE_ENDIAN));
      }
      case Opcode.METADATA -> visitor.metadata(text(in), texts(in));
      case Opcode.ATTACHMENT -> attachment(in);
      default -> {
        // Not needed.
      }
    }
  }

  private void attachment(ByteBuffer in) {
    CRC32 crc = new CRC32();
    crc.update(in.duplicate().limit(Math.max(0, in.limit() - Integer.BYTES)));
    in.getLong();
    in.getLong();
    String name = text(in);
    text(in);
    long length = in.getLong();
    if (length != in.remaining() - (long) Integer.BYTES) {
      throw new Damage("attachment " + OneLine.of(name) + " claims " + length + " bytes");
    }
    byte[] data = new byte[(int) length];
    in.get(data);
    int told = in.getInt();
    if (told != 0 && told != (int) crc.getValue()) {
      throw new Damage("attachment " + OneLine.of(name) + " fails its checksum");
    }
    visitor.attachment(name, data);
  }

  private void chunk(ByteBuffer in) {
    in.getLong();
    in.getLong();
    long size = in.getLong();
    int told = in.getInt();
    String compression = text(in);
    long length = in.getLong();
    if (length < 0 || length > in.remaining() || size < 0 || size > LARGEST) {
      throw new Damage("a chunk of " + in.remaining() + " bytes claims " + length + " for " + size);
    }
    byte[] packed = new byte[(int) length];
    in.get(packed);
    byte[] plain = unpacked(compression, packed, (int) size);
    CRC32 crc = new CRC32();
    crc.update(plain);
    if (told != 0 && told != (int) crc.getValue()) {
      throw new Damage("a chunk fails its checksum");
    }
    ByteBuffer records = buffer(plain);
    while (records.hasRemaining() && !visitor.isDone()) {
      int opcode = records.get() & 0xff;
      long bytes = records.getLong();
      if (bytes < 0 || bytes > records.remaining()) {
        throw new Damage("a record in a chunk claims " + bytes + " bytes");
      }
      int end = records.position() + (int) bytes;
      ByteBuffer content = records.duplicate().limit(end).slice();
      record(opcode, content.order(ByteOrder.LITTLE_ENDIAN));
      records.position(end);
    }
  }

  private static byte[] unpacked(String compression, byte[] packed, int size) {
    if (compression.isEmpty() && packed.length == size) {
      return packed;
    }
    if (!compression.equals("zstd")) {
      throw new Damage("a chunk is compressed with " + OneLine.of(compression) + ", not with zstd");
    }
    try {
      byte[] plain = Zstd.decompress(packed, size);
      if (plain.length != size) {
        throw new Damage("a chunk holds " + plain.length + " bytes and claims " + size);
      }
      return plain;
    } catch (Damage e) {
      throw e;
    } catch (RuntimeException e) {
      // The library throws various exceptions.
      throw new Damage("a chunk cannot be decompressed: " + OneLine.reason(e));
    }
  }

  private static Map<String, String> texts(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new Damage("a map claims " + length + " bytes");
    }
    ByteBuffer part = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    part.limit(in.position() + length);
    Map<String, String> map = new LinkedHashMap<>();
    while (part.hasRemaining()) {
      map.put(text(part), text(part));
    }
    in.position(in.position() + length);
    return map;
  }

  private static String text(ByteBuffer in) {
    int n = in.getInt();
    if (n < 0 || n > in.remaining()) {
      throw new Damage("a text claims " + n + " bytes");
    }
    byte[] bytes = new byte[n];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

package org.reins.node.mcap;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes one MCAP file: chunks compressed with zstd, each followed by its message indices, and a
 * summary with all schemas, channels, indices, statistics and offsets at the end. A file whose
 * writer was killed holds everything up to its last complete chunk. When the disk refuses a chunk,
 * the file is cut behind the one before.
 *
 * <p>Message, chunk and summary layouts follow the specification at mcap.dev/spec. Not thread-safe.
 */
public final class McapWriter implements AutoCloseable {
  private static final int LEVEL = 1;
  private static final int CHUNK = 1 << 20;
  private static final int MOST_CHANNELS = 0xffff;

  private final FileChannel out;
  private final CRC32 dataCrc = new CRC32();
  private final RecordBuffer records = new RecordBuffer(1 << 16);
  private final RecordBuffer chunk = new RecordBuffer(CHUNK + (CHUNK >> 3));
  private final RecordBuffer definitions = new RecordBuffer(1 << 14);
  private final RecordBuffer chunkIndices = new RecordBuffer(1 << 16);
  private final RecordBuffer attachmentIndices = new RecordBuffer(1 << 10);
  private final RecordBuffer metadataIndices = new RecordBuffer(1 << 10);
  private final List<Entries> channels = new ArrayList<>();
  private ByteBuffer packed = ByteBuffer.allocateDirect((int) Zstd.compressBound(2 * CHUNK));
  private long position;
  private int schemas;
  private int attachments;
  private int metadata;
  private int chunks;
  private long messages;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long chunkFirst = Long.MAX_VALUE;
  private long chunkLast = Long.MIN_VALUE;

  /** The messages of one channel: how many, and where those of the open chunk are. */
  private static final class Entries {
    long total;
    int count;
    long[] times = new long[256];
    long[] offsets = new long[256];

    void add(long time, long offset) {
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
        offsets = Arrays.copyOf(offsets, 2 * count);
      }
      times[count] = time;
      offsets[count++] = offset;
    }
  }

  /**
   * Creates the file.
   *
   * @param path must not exist
   * @param profile "ros2" for CDR messages with ros2msg schemas
   * @param library name and version of the writing program
   * @throws IOException if it exists, or cannot be created or written
   */
  public McapWriter(Path path, String profile, String library) throws IOException {
    out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    write(ByteBuffer.wrap(Opcode.MAGIC));
    records.begin(Opcode.HEADER).text(profile).text(library).end();
    writeRecords();
  }

  /**
   * Declares a schema; once per file.
   *
   * @param name such as sensor_msgs/msg/JointState
   * @param encoding such as ros2msg
   * @return its number
   */
  public int schema(String name, String encoding, byte[] text) {
    schemas++;
    for (RecordBuffer into : List.of(chunk, definitions)) {
      into.begin(Opcode.SCHEMA).u16(schemas).text(name).text(encoding).bytes(text).end();
    }
    return schemas;
  }

  /**
   * Declares a channel; once per file.
   *
   * @return its number
   */
  public int channel(int schema, String topic, String encoding, Map<String, String> about) {
    if (channels.size() == MOST_CHANNELS) {
      throw new McapException("a file holds at most " + MOST_CHANNELS + " channels");
    }
    int id = channels.size();
    channels.add(new Entries());
    for (RecordBuffer into : List.of(chunk, definitions)) {
      into.begin(Opcode.CHANNEL).u16(id).u16(schema).text(topic).text(encoding);
      into.texts(new TreeMap<>(about)).end();
    }
    return id;
  }

  /**
   * Adds a message to the open chunk, and writes the chunk when it is full.
   *
   * @param logged when it was recorded, ns since 1970
   * @param published when it was sent, ns since 1970
   * @param data its remaining bytes are taken
   */
  public void message(int channel, long sequence, long logged, long published, ByteBuffer data)
      throws IOException {
    Entries entries = channels.get(channel);
    entries.add(logged, chunk.size());
    chunk.begin(Opcode.MESSAGE).u16(channel).u32((int) sequence).u64(logged).u64(published);
    chunk.raw(data).end();
    chunkFirst = Math.min(chunkFirst, logged);
    chunkLast = Math.max(chunkLast, logged);
    if (chunk.size() >= CHUNK) {
      flush();
    }
  }

  /** Writes the open chunk, if it has a message. */
  public void flush() throws IOException {
    if (chunkLast == Long.MIN_VALUE) {
      return;
    }
    long at = position;
    int size = chunk.size();
    CRC32 crc = new CRC32();
    crc.update(chunk.content());
    long bound = Zstd.compressBound(size);
    if (packed.capacity() < bound) {
      packed = ByteBuffer.allocateDirect(Math.toIntExact(bound));
    }
    packed.clear();
    int length = Zstd.compress(packed, chunk.content(), LEVEL);
    packed.flip();
    records.begin(Opcode.CHUNK).u64(chunkFirst).u64(chunkLast).u64(size).u32((int) crc.getValue());
    records.text("zstd").u64(length).raw(packed).end();
    int chunkLength = records.size();
    TreeMap<Integer, Long> indices = new TreeMap<>();
    for (int c = 0; c < channels.size(); c++) {
      if (channels.get(c).count > 0) {
        indices.put(c, at + records.size());
        index(c, channels.get(c));
      }
    }
    int indexLength = records.size() - chunkLength;
    try {
      writeRecords();
    } catch (IOException e) {
      channels.forEach(c -> c.count = 0);
      clearChunk();
      throw e;
    }
    chunkIndices.begin(Opcode.CHUNK_INDEX).u64(chunkFirst).u64(chunkLast).u64(at).u64(chunkLength);
    chunkIndices.u32(indices.size() * (Short.BYTES + Long.BYTES));
    indices.forEach((c, offset) -> chunkIndices.u16(c).u64(offset));
    chunkIndices.u64(indexLength).text("zstd").u64(length).u64(size).end();
    chunks++;
    for (Entries e : channels) {
      messages += e.count;
      e.total += e.count;
      e.count = 0;
    }
    first = Math.min(first, chunkFirst);
    last = Math.max(last, chunkLast);
    clearChunk();
  }

  private void clearChunk() {
    chunkFirst = Long.MAX_VALUE;
    chunkLast = Long.MIN_VALUE;
    chunk.clear();
  }

  private void index(int channel, Entries entries) {
    records.begin(Opcode.MESSAGE_INDEX).u16(channel);
    records.u32(entries.count * 2 * Long.BYTES);
    for (int k = 0; k < entries.count; k++) {
      records.u64(entries.times[k]).u64(entries.offsets[k]);
    }
    records.end();
  }

  /** Writes a file into this one; at once. */
  public void attachment(String name, String mediaType, long time, byte[] data) throws IOException {
    long at = position;
    records.begin(Opcode.ATTACHMENT).u64(time).u64(time).text(name).text(mediaType);
    records.u64(data.length).raw(ByteBuffer.wrap(data));
    CRC32 crc = new CRC32();
    crc.update(records.content(1 + Long.BYTES));
    records.u32((int) crc.getValue()).end();
    int length = records.size();
    writeRecords();
    attachmentIndices.begin(Opcode.ATTACHMENT_INDEX).u64(at).u64(length).u64(time).u64(time);
    attachmentIndices.u64(data.length).text(name).text(mediaType).end();
    attachments++;
  }

  /** Writes names and values; at once. */
  public void metadata(String name, Map<String, String> values) throws IOException {
    long at = position;
    records.begin(Opcode.METADATA).text(name).texts(new TreeMap<>(values)).end();
    int length = records.size();
    writeRecords();
    metadataIndices.begin(Opcode.METADATA_INDEX).u64(at).u64(length).text(name).end();
    metadata++;
  }

  /** Bytes written: without the open chunk. */
  public long size() {
    return position;
  }

  /** Messages in the file: without those of the open chunk. */
  public long messages() {
    return messages;
  }

  /** Writes what is left and the summary, and closes the file, also when that fails. */
  @Override
  public void close() throws IOException {
    try (out) {
      if (!out.isOpen()) {
        return;
      }
      flush();
      long crc = dataCrc.getValue();
      records.begin(Opcode.DATA_END).u32((int) crc).end();
      writeRecords();
      summary();
    }
  }

  private void summary() throws IOException {
    long start = position;
    RecordBuffer summary = new RecordBuffer(1 << 16);
    RecordBuffer offsets = new RecordBuffer(1 << 10);
    // They were declared in turns, and each kind must be one group.
    long from = start;
    from = group(summary, offsets, Opcode.SCHEMA, only(Opcode.SCHEMA), start, from);
    from = group(summary, offsets, Opcode.CHANNEL, only(Opcode.CHANNEL), start, from);
    RecordBuffer statistics = new RecordBuffer(1 << 10);
    statistics.begin(Opcode.STATISTICS).u64(messages).u16(schemas).u32(channels.size());
    statistics.u32(attachments).u32(metadata).u32(chunks);
    statistics.u64(chunks == 0 ? 0 : first).u64(chunks == 0 ? 0 : last);
    statistics.u32(channels.size() * (Short.BYTES + Long.BYTES));
    for (int c = 0; c < channels.size(); c++) {
      statistics.u16(c).u64(channels.get(c).total);
    }
    statistics.end();
    from = group(summary, offsets, Opcode.STATISTICS, statistics.content(), start, from);
    from = group(summary, offsets, Opcode.CHUNK_INDEX, chunkIndices.content(), start, from);
    from =
        group(summary, offsets, Opcode.ATTACHMENT_INDEX, attachmentIndices.content(), start, from);
    group(summary, offsets, Opcode.METADATA_INDEX, metadataIndices.content(), start, from);
    long offsetStart = start + summary.size();
    summary.raw(offsets.content());
    summary.begin(Opcode.FOOTER).u64(start).u64(offsetStart);
    summary.u32(0).end();
    // The checksum covers the footer's own head, too.
    ByteBuffer bytes = summary.content().order(ByteOrder.LITTLE_ENDIAN);
    int at = bytes.limit() - Integer.BYTES;
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate().limit(at));
    bytes.putInt(at, (int) crc.getValue());
    write(bytes);
    write(ByteBuffer.wrap(Opcode.MAGIC));
  }

  /** Adds one group of the summary and its offset; returns where the next one starts. */
  private static long group(
      RecordBuffer summary,
      RecordBuffer offsets,
      int opcode,
      ByteBuffer group,
      long start,
      long at) {
    int length = group.remaining();
    if (length > 0) {
      summary.raw(group);
      offsets.begin(Opcode.SUMMARY_OFFSET).u8(opcode).u64(at).u64(length).end();
    }
    return start + summary.size();
  }

  /** The schemas, or the channels, of this file. */
  private ByteBuffer only(int opcode) {
    ByteBuffer all = definitions.content().order(ByteOrder.LITTLE_ENDIAN);
    RecordBuffer picked = new RecordBuffer(1 << 12);
    while (all.hasRemaining()) {
      int at = all.position();
      int code = all.get() & 0xff;
      int length = (int) all.getLong();
      all.position(at);
      ByteBuffer record = all.duplicate().limit(at + 1 + Long.BYTES + length);
      if (code == opcode) {
        picked.raw(record);
      }
      all.position(at + 1 + Long.BYTES + length);
    }
    return picked.content();
  }

  private void writeRecords() throws IOException {
    try {
      write(records.content());
    } finally {
      records.clear();
    }
  }

  /** Writes all of it or, as far as the disk allows that, nothing. */
  private void write(ByteBuffer bytes) throws IOException {
    ByteBuffer counted = bytes.duplicate();
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      try {
        out.truncate(position);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    dataCrc.update(counted);
    position += length;
  }
}

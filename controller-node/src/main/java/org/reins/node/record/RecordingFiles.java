package org.reins.node.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.reins.node.mcap.McapWriter;
import org.reins.node.messages.FilterStatus;
import org.reins.node.ros.CdrWriter;

/**
 * The files of one run: {@code ROBOT-TIME_000.mcap}, {@code _001} and so on. Each opens with the
 * run's facts and stands alone for tools. On the recorder's thread only.
 */
final class RecordingFiles implements CycleTopics.Sink {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ENCODING = "cdr";
  private static final String SCHEMA = "ros2msg";
  // Nothing is recorded onto a disk with less free space: others need it more, bytes.
  private static final long RESERVE = 64_000_000;

  private final RecorderSettings settings;
  private final RunFacts facts;
  private final CycleLayout layout;
  private final CycleTopics topics;
  private final StandardTopic<FilterStatus> statuses;
  private final String cycleTopic;
  private final String name;
  private final ByteBuffer cycle;
  private final ByteBuffer message = ByteBuffer.allocateDirect(1 << 16);
  private final CdrWriter cdr = new CdrWriter();
  private final Deque<Path> files = new ArrayDeque<>();
  private final Map<StandardTopic<?>, Integer> channels = new HashMap<>();
  private McapWriter out;
  private Path file;
  private int cycleChannel;
  private int part;
  private long bytesBefore;
  private long wall;
  private long sequence;

  RecordingFiles(
      RecorderSettings settings,
      RunFacts facts,
      CycleLayout layout,
      CycleTopics topics,
      String node,
      long wall) {
    this.settings = settings;
    this.facts = facts;
    this.layout = layout;
    this.topics = topics;
    this.wall = wall;
    cycleTopic = node + "/cycle";
    statuses =
        new StandardTopic<>(
            node + "/status",
            Definitions.STATUS,
            Definitions.of("FilterStatus"),
            FilterStatus.TYPE);
    name = facts.robot().replaceAll("[^A-Za-z0-9_-]", "_") + "-" + NAME.format(instant(wall));
    cycle = ByteBuffer.allocateDirect(layout.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** Where the files are. */
  Path folder() {
    return settings.folder();
  }

  /** Path of the files without their number and ending. */
  Path run() {
    return settings.folder().resolve(name);
  }

  /** The file that is written, or was last; null before the first. */
  Path file() {
    return file;
  }

  /** Bytes written to all files. */
  long bytes() {
    return bytesBefore + (out == null ? 0 : out.size());
  }

  boolean isOpen() {
    return out != null;
  }

  /** Opens the next file. */
  void open() throws IOException {
    Files.createDirectories(settings.folder());
    requireSpace();
    Path next = settings.folder().resolve(String.format(Locale.ROOT, "%s_%03d.mcap", name, part));
    McapWriter made = new McapWriter(next, "ros2", facts.values().getOrDefault("version", "reins"));
    file = next;
    out = made;
    files.add(next);
    Map<String, String> values = new LinkedHashMap<>(facts.values());
    values.put("part", Integer.toString(part++));
    values.put("run", name);
    values.put("cycle_topic", cycleTopic);
    made.metadata(RunFacts.METADATA, values);
    made.metadata(RunFacts.ROWS, facts.rows());
    for (Map.Entry<String, byte[]> f : facts.files().entrySet()) {
      made.attachment(f.getKey(), "application/octet-stream", wall, f.getValue());
    }
    channels.clear();
    int schema = made.schema(CycleLayout.TYPE, SCHEMA, bytes(layout.schema()));
    cycleChannel = made.channel(schema, cycleTopic, ENCODING, Map.of());
    Map<String, Integer> schemas = new HashMap<>();
    declare(statuses, schemas);
    topics.all().forEach(t -> declare(t, schemas));
    while (settings.keep() > 0 && files.size() > settings.keep()) {
      Files.deleteIfExists(files.remove());
    }
  }

  private void declare(StandardTopic<?> topic, Map<String, Integer> schemas) {
    int schema =
        schemas.computeIfAbsent(
            topic.schema(), s -> out.schema(s, SCHEMA, bytes(topic.definition())));
    channels.put(topic, out.channel(schema, topic.name(), ENCODING, Map.of()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes one cycle, and what official tools want to see of it. */
  void write(CycleSlot slot) throws IOException {
    wall = slot.word(HeadWord.WALL);
    cycle.clear();
    cycle.put((byte) 0).put((byte) 1).put((byte) 0).put((byte) 0);
    for (long w : slot.words) {
      cycle.putLong(w);
    }
    for (double n : slot.numbers) {
      // The bits as they are, also those of a NaN.
      cycle.putLong(Double.doubleToRawLongBits(n));
    }
    out.message(cycleChannel, slot.word(HeadWord.NUMBER), wall, wall, cycle.flip());
    topics.write(slot, this);
    if (out.size() >= settings.fileBytes()) {
      close();
      open();
    }
  }

  void write(FilterStatus status) throws IOException {
    take(statuses, status);
  }

  @Override
  public <M> void take(StandardTopic<M> topic, M value) throws IOException {
    message.clear();
    cdr.start(message);
    topic.type().write(value, cdr);
    out.message(channels.get(topic), sequence++, wall, wall, message.flip());
  }

  /** Makes what was taken so far survive a kill; complains if the file or the space is gone. */
  void flush() throws IOException {
    out.flush();
    if (!Files.exists(file)) {
      throw new IOException("somebody deleted it");
    }
    requireSpace();
  }

  private void requireSpace() throws IOException {
    long free = Files.getFileStore(settings.folder()).getUsableSpace();
    if (free < RESERVE) {
      throw new IOException(
          "the disk has "
              + free / 1_000_000
              + " MB left, and "
              + RESERVE / 1_000_000
              + " are kept");
    }
  }

  /** Ends the open file. */
  void close() throws IOException {
    McapWriter ending = out;
    out = null;
    if (ending != null) {
      try {
        ending.close();
      } finally {
        bytesBefore += ending.size();
      }
    }
  }
}

package org.reins.launch.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.reins.learning.data.DataOptions;
import org.reins.learning.lerobot.DatasetWriter;
import org.reins.robot.ReinsException;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/** A small sound recording in each format that is read, to be broken. */
final class SampleFiles {
  private static final int ROWS = 40;
  private static final long PERIOD = 20_000_000;
  private static final String STATE = "sensor_msgs/msg/JointState";
  private static final String ARRAY = "std_msgs/msg/Float64MultiArray";

  private final Path folder;

  /**
   * A file to break.
   *
   * @param file that is broken
   * @param read what is read: the file, or the folder that it is in
   */
  record Sample(Path file, Path read, DataOptions options) {}

  /** A message of a bag: CDR. */
  private record Message(String topic, long time, byte[] data) {
    String type() {
      return topic.equals("/joint_states") ? STATE : ARRAY;
    }
  }

  SampleFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes the sample of a format. */
  Sample of(FileFormat format) throws IOException {
    Path file = folder.resolve("sample." + format.ending());
    DataOptions bag = options("1 - abs(a)", mapping());
    return switch (format) {
      case CSV -> {
        Files.writeString(file, csv());
        yield new Sample(file, file, options("1 - abs(a)", null));
      }
      case HDF5 -> {
        transitions().write(file);
        yield new Sample(file, file, DataOptions.NONE);
      }
      case MCAP -> {
        Files.write(file, mcap(messages()));
        yield new Sample(file, file, bag);
      }
      case MCAP_ZSTD -> {
        Files.write(file, Zstd.compress(mcap(messages())));
        yield new Sample(file, file, bag);
      }
      case SQLITE_ZSTD -> {
        Path plain = folder.resolve("plain.db3");
        sqlite(plain);
        Files.write(file, Zstd.compress(Files.readAllBytes(plain)));
        yield new Sample(file, file, bag);
      }
      case MESSAGE_ZSTD -> {
        Files.write(file, mcap(messages().stream().map(SampleFiles::packed).toList()));
        yield new Sample(file, file, bag);
      }
      case SQLITE -> {
        sqlite(file);
        yield new Sample(file, file, bag);
      }
      case PARQUET -> {
        Path set = folder.resolve("set");
        DatasetWriter.write(transitions(), Map.of(0, true), set);
        yield new Sample(set.resolve("data/chunk-000/file-000.parquet"), set, DataOptions.NONE);
      }
    };
  }

  private static DataOptions options(String margin, Path mapping) {
    return new DataOptions(0, DataOptions.Sign.FROM_FILE, margin, mapping, "", 100_000);
  }

  private Path mapping() throws IOException {
    return Files.writeString(
        folder.resolve("mapping.yaml"),
        """
        schema: reins/bag/1
        robot: arm
        dt: 0.02
        joints: [a, b]
        state: /joint_states
        action: {topic: /commands}
        h: {expression: "1 - abs(a)"}
        """);
  }

  private static TransitionFile transitions() {
    Transitions t = new Transitions(2, 1);
    for (int k = 0; k < ROWS; k++) {
      t.add(
          new float[] {0.01f * k, 1},
          new float[] {k},
          new float[] {0.01f * (k + 1), 1},
          1 - 0.05f * k,
          0,
          k / 20);
    }
    return new TransitionFile(t, 0.02, "arm", List.of("a"), 1);
  }

  private static String csv() {
    StringBuilder text = new StringBuilder("t,episode,state.a,state.b,action.u,h\n");
    for (int k = 0; k < ROWS; k++) {
      text.append(
          String.format("%.3f,0,%.4f,1.5e0,-%d,%.2f%n", 0.02 * k, 0.01 * k, k, 1 - 0.05 * k));
    }
    return text.toString();
  }

  private static List<Message> messages() {
    List<Message> all = new ArrayList<>();
    for (int k = 0; k < ROWS; k++) {
      all.add(new Message("/commands", k * PERIOD, array(k, -k)));
      all.add(new Message("/joint_states", k * PERIOD + 1, state(0.01 * k)));
    }
    return all;
  }

  private static void sqlite(Path file) {
    try {
      Files.deleteIfExists(file);
      try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
          Statement s = c.createStatement()) {
        s.executeUpdate(
            "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
                + " serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL)");
        s.executeUpdate(
            "CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, timestamp"
                + " INTEGER NOT NULL, data BLOB NOT NULL)");
        s.executeUpdate(
            "INSERT INTO topics VALUES(1, '/joint_states', '" + STATE + "', 'cdr', '')");
        s.executeUpdate("INSERT INTO topics VALUES(2, '/commands', '" + ARRAY + "', 'cdr', '')");
        try (PreparedStatement insert =
            c.prepareStatement("INSERT INTO messages(topic_id, timestamp, data) VALUES(?, ?, ?)")) {
          for (Message m : messages()) {
            insert.setInt(1, m.topic.equals("/joint_states") ? 1 : 2);
            insert.setLong(2, m.time);
            insert.setBytes(3, m.data);
            insert.executeUpdate();
          }
        }
      }
    } catch (SQLException | IOException e) {
      throw new ReinsException(
          "the sample bag " + file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** A file of one chunk without compression and without a checksum, so that faults get through. */
  private static byte[] mcap(List<Message> messages) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    for (Message m : messages.subList(0, 2)) {
      short id = channel(m);
      record(chunk, 3, text(text(buffer().putShort(id), m.type()), "ros2msg").putInt(0));
      record(chunk, 4, text(text(buffer().putShort(id).putShort(id), m.topic), "cdr").putInt(0));
    }
    for (Message m : messages) {
      ByteBuffer b = buffer().putShort(channel(m)).putInt(0).putLong(m.time).putLong(m.time);
      record(chunk, 5, b.put(m.data));
    }
    byte[] magic = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(magic);
    record(file, 1, text(text(buffer(), "ros2"), "reins"));
    ByteBuffer head = ByteBuffer.allocate(chunk.size() + 100).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(0).putLong(0).putLong(chunk.size()).putInt((int) new CRC32().getValue());
    text(head, "").putLong(chunk.size()).put(chunk.toByteArray());
    record(file, 6, head);
    record(file, 15, buffer().putInt(0));
    record(file, 2, buffer().putLong(0).putLong(0).putInt(0));
    file.writeBytes(magic);
    return file.toByteArray();
  }

  private static Message packed(Message m) {
    return new Message(m.topic, m.time, Zstd.compress(m.data));
  }

  private static short channel(Message m) {
    return (short) (m.topic.equals("/joint_states") ? 1 : 2);
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer text(ByteBuffer b, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return b.putInt(bytes.length).put(bytes);
  }

  private static void record(ByteArrayOutputStream out, int opcode, ByteBuffer content) {
    ByteBuffer head = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(head.put((byte) opcode).putLong(content.position()).array());
    out.writeBytes(bytes(content));
  }

  /** A JointState of the joints a and b, little-endian CDR. */
  private static byte[] state(double t) {
    ByteBuffer b = cdr().putInt(1).putInt(2);
    align(word(b, "world"), 4).putInt(2);
    word(b, "a");
    word(align(b, 4), "b");
    numbers(b, t, 1 + t);
    numbers(b, 0.5, 0.5);
    numbers(b);
    return bytes(b);
  }

  private static byte[] array(double... values) {
    ByteBuffer b = cdr().putInt(0).putInt(0);
    numbers(b, values);
    return bytes(b);
  }

  private static ByteBuffer cdr() {
    return buffer().put((byte) 0).put((byte) 1).putShort((short) 0);
  }

  private static ByteBuffer align(ByteBuffer b, int size) {
    while ((b.position() - 4) % size != 0) {
      b.put((byte) 0);
    }
    return b;
  }

  private static ByteBuffer word(ByteBuffer b, String word) {
    return b.putInt(word.length() + 1).put(word.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
  }

  private static void numbers(ByteBuffer b, double... values) {
    align(b, 4).putInt(values.length);
    for (double v : values) {
      align(b, 8).putDouble(v);
    }
  }

  private static byte[] bytes(ByteBuffer b) {
    byte[] out = new byte[b.position()];
    b.flip().get(out);
    return out;
  }
}

package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.DataFileTest.assertComplaint;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.sim.Transitions;

class BagRecordingTest {
  private static final String STATE = "sensor_msgs/msg/JointState";
  private static final String ARRAY = "std_msgs/msg/Float64MultiArray";
  private static final String NUMBER = "std_msgs/msg/Float64";
  private static final long MS = 1_000_000;

  @TempDir private Path folder;
  private DataOptions options;

  @BeforeEach
  void writeMapping() throws IOException {
    options = SampleMapping.in(folder);
  }

  @Test
  void aSqliteBagIsResampledByJointName() throws SQLException {
    Path bag = folder.resolve("bag.db3");
    sqlite(bag, recording());
    requireResampled(DataFile.read(bag, options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lz4", "zstd"})
  void anMcapBagIsResampledLikewise_howeverItIsCompressed(String compression) throws IOException {
    Path bag = folder.resolve("bag.mcap");
    Files.write(bag, mcap(recording(), compression));
    requireResampled(DataFile.read(bag, options));
    requireResampled(DataFile.read(folder, options));
  }

  /** States every 4 ms with q = t and v = 2 t, in changing joint order; a gap after 100 ms. */
  static List<BagMessage> recording() {
    List<BagMessage> all = new ArrayList<>();
    all.add(new BagMessage("/commands", ARRAY, 0, array(20, 10)));
    all.add(new BagMessage("/clearance", NUMBER, 0, number(0.5)));
    all.add(new BagMessage("/rosout", "rcl_interfaces/msg/Log", 0, new byte[8]));
    for (int k = 0; k <= 25; k++) {
      double t = 0.004 * k;
      all.add(new BagMessage("/joint_states", STATE, 4L * k * MS, state(k % 2 == 0, t)));
      if (k == 12) {
        all.add(new BagMessage("/commands", ARRAY, 49 * MS, array(40, 30)));
        all.add(new BagMessage("/clearance", NUMBER, 49 * MS, number(-0.25)));
      }
    }
    for (int k = 100; k <= 110; k++) {
      all.add(new BagMessage("/joint_states", STATE, 4L * k * MS, state(true, 0.004 * k)));
    }
    return all;
  }

  static void requireResampled(DataFile.Contents read) {
    Transitions t = read.file().transitions();
    assertEquals("arm", read.file().robot());
    assertEquals(0.01, read.file().dt());
    // 0 to 100 ms make 10 transitions, 400 to 440 ms another 4.
    assertEquals(14, t.count());
    for (int r = 0; r < 10; r++) {
      assertEquals(0.01 * r, t.state()[4 * r], 1e-6);
      assertEquals(1 + 0.01 * r, t.state()[4 * r + 1], 1e-6);
      assertEquals(0.02 * r, t.state()[4 * r + 2], 1e-6);
      assertEquals(0.01 * (r + 1), t.nextState()[4 * r], 1e-6);
      assertEquals(r < 5 ? 10 : 30, t.action()[2 * r]);
      assertEquals(r < 5 ? 20 : 40, t.action()[2 * r + 1]);
      assertEquals(r < 5 ? 0.5f : -0.25f, t.h()[r]);
      assertEquals(0, t.episode()[r]);
    }
    assertEquals(1, t.episode()[10]);
    assertEquals(0.4, t.state()[40], 1e-6);
  }

  @Test
  void bagsThatAreCutShortDamagedOrOfAnotherKindAreSaidToBeSo() throws Exception {
    byte[] whole = mcap(recording(), "zstd");
    Path cut = folder.resolve("cut.mcap");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 200));
    assertComplaint(cut, options, "is truncated or damaged");
    byte[] flipped = mcap(recording(), "");
    flipped[flipped.length / 2] ^= 1;
    Path damaged = folder.resolve("damaged.mcap");
    Files.write(damaged, flipped);
    assertComplaint(damaged, options, "fails its checksum");
    Path text = folder.resolve("text.mcap");
    Files.writeString(text, "hello, this is not a bag");
    assertComplaint(text, options, "is not MCAP");
    Path other = folder.resolve("text.db3");
    Files.writeString(other, "hello, this is not a bag");
    assertComplaint(other, options, "is not an sqlite3 bag");
  }

  @Test
  void whatDoesNotFitTheMappingIsNamed() throws Exception {
    Path wrong = folder.resolve("wrong.db3");
    sqlite(wrong, List.of(new BagMessage("/joint_states", NUMBER, 0, number(1))));
    assertComplaint(wrong, options, "has the type std_msgs/msg/Float64");
    Path silent = folder.resolve("silent.db3");
    sqlite(silent, List.of(new BagMessage("/joint_states", STATE, 0, state(true, 0))));
    assertComplaint(silent, options, "none yields a row");
    assertComplaint(
        silent, options, "it holds /joint_states (sensor_msgs/msg/JointState, 1 messages)");
    Path shorter = folder.resolve("short.db3");
    sqlite(
        shorter,
        List.of(new BagMessage("/joint_states", STATE, 0, Arrays.copyOf(state(true, 0), 40))));
    assertComplaint(shorter, options, "message 1 on /joint_states is truncated");
    DataOptions unmapped = DataOptions.NONE;
    assertComplaint(silent, unmapped, "a bag needs a mapping");
  }

  @Test
  void hMayBeAnExpressionOverPositionsAndVelocities() throws Exception {
    Path bag = folder.resolve("bag.db3");
    sqlite(bag, recording());
    DataOptions expression =
        new DataOptions(
            0, DataOptions.Sign.FROM_FILE, "min(a, 3 - b_vel)", options.mapping(), "", 10_000);
    Transitions t = DataFile.read(bag, expression).file().transitions();
    assertEquals(0.03f, t.h()[3], 1e-6f);
    assertTrue(t.count() == 14);
  }

  static void sqlite(Path path, List<BagMessage> messages) throws SQLException {
    List<String> topics = messages.stream().map(BagMessage::topic).distinct().toList();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.execute(
          "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT, type TEXT, serialization_format"
              + " TEXT, offered_qos_profiles TEXT)");
      s.execute(
          "CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER, timestamp INTEGER, data"
              + " BLOB)");
      try (PreparedStatement topic =
              c.prepareStatement("INSERT INTO topics VALUES (?, ?, ?, 'cdr', '')");
          PreparedStatement message =
              c.prepareStatement(
                  "INSERT INTO messages(topic_id, timestamp, data) VALUES (?, ?, ?)")) {
        for (String name : topics) {
          topic.setInt(1, topics.indexOf(name) + 1);
          topic.setString(2, name);
          topic.setString(
              3, messages.stream().filter(m -> m.topic().equals(name)).findFirst().get().type());
          topic.execute();
        }
        for (BagMessage m : messages) {
          message.setInt(1, topics.indexOf(m.topic()) + 1);
          message.setLong(2, m.time());
          message.setBytes(3, m.data());
          message.execute();
        }
      }
      c.commit();
    }
  }

  static byte[] mcap(List<BagMessage> messages, String compression) throws IOException {
    byte[] plain = records(messages);
    return mcap(compression, plain.length, packed(plain, compression), plain);
  }

  /** The records of messages, as they stand in a chunk. */
  static byte[] records(List<BagMessage> messages) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    List<String> topics = messages.stream().map(BagMessage::topic).distinct().toList();
    for (String name : topics) {
      int id = topics.indexOf(name) + 1;
      BagMessage first =
          messages.stream().filter(m -> m.topic().equals(name)).findFirst().orElseThrow();
      record(chunk, 3, buffer().putShort((short) id), first.type(), "ros2msg", "");
      record(chunk, 4, buffer().putShort((short) id).putShort((short) id), name, "cdr", "");
    }
    for (BagMessage m : messages) {
      ByteBuffer b = buffer();
      b.putShort((short) (topics.indexOf(m.topic()) + 1)).putInt(0);
      b.putLong(m.time()).putLong(m.time()).put(m.data());
      record(chunk, 5, b);
    }
    return chunk.toByteArray();
  }

  static byte[] packed(byte[] plain, String compression) throws IOException {
    return switch (compression) {
      case "lz4" -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream lz4 = new LZ4FrameOutputStream(out)) {
          lz4.write(plain);
        }
        yield out.toByteArray();
      }
      case "zstd" -> Zstd.compress(plain);
      default -> plain;
    };
  }

  /**
   * A file of one chunk.
   *
   * @param claimed size of what is in it
   * @param plain what its checksum is computed of
   */
  static byte[] mcap(String compression, long claimed, byte[] packed, byte[] plain)
      throws IOException {
    CRC32 crc = new CRC32();
    crc.update(plain);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] magic = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};
    file.write(magic);
    record(file, 1, buffer(), "ros2", "test");
    ByteBuffer head = ByteBuffer.allocate(packed.length + 100).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(0).putLong(0).putLong(claimed).putInt((int) crc.getValue());
    put(head, compression);
    head.putLong(packed.length).put(packed);
    record(file, 6, head);
    record(file, 15, buffer().putInt(0));
    record(file, 2, buffer().putLong(0).putLong(0).putInt(0));
    file.write(magic);
    return file.toByteArray();
  }

  static ByteBuffer buffer() {
    return ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
  }

  static void put(ByteBuffer b, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    b.putInt(bytes.length).put(bytes);
  }

  static void record(ByteArrayOutputStream out, int opcode, ByteBuffer content, String... strings) {
    for (String s : strings) {
      put(content, s);
    }
    ByteBuffer head = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) opcode).putLong(content.position());
    out.writeBytes(bytes(head));
    out.writeBytes(bytes(content));
  }

  /** A JointState of joints a (q = t) and b (q = 1 + t), both with velocity 2 t, in CDR. */
  static byte[] state(boolean aFirst, double t) {
    ByteBuffer b = cdr();
    b.putInt(3).putInt(4);
    string(b, "world");
    align(b, 4).putInt(2);
    string(b, aFirst ? "a" : "b");
    align(b, 4);
    string(b, aFirst ? "b" : "a");
    double a = t;
    double other = 1 + t;
    numbers(b, aFirst ? a : other, aFirst ? other : a);
    numbers(b, 2 * t, 2 * t);
    numbers(b);
    return bytes(b);
  }

  private static byte[] array(double... values) {
    ByteBuffer b = cdr();
    b.putInt(1);
    string(b, "joints");
    align(b, 4).putInt(values.length).putInt(values.length);
    b.putInt(0);
    numbers(b, values);
    return bytes(b);
  }

  private static byte[] number(double value) {
    return bytes(cdr().putDouble(value));
  }

  private static byte[] bytes(ByteBuffer written) {
    byte[] out = new byte[written.position()];
    written.flip().get(out);
    return out;
  }

  private static ByteBuffer cdr() {
    return ByteBuffer.allocate(400)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0)
        .put((byte) 1)
        .putShort((short) 0);
  }

  private static ByteBuffer align(ByteBuffer b, int size) {
    while ((b.position() - 4) % size != 0) {
      b.put((byte) 0);
    }
    return b;
  }

  private static void string(ByteBuffer b, String text) {
    b.putInt(text.length() + 1).put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
  }

  private static void numbers(ByteBuffer b, double... values) {
    align(b, 4).putInt(values.length);
    for (double v : values) {
      align(b, 8).putDouble(v);
    }
  }
}

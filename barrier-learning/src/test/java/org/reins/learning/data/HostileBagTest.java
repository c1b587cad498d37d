package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.BagRecordingTest.buffer;
import static org.reins.learning.data.BagRecordingTest.mcap;
import static org.reins.learning.data.BagRecordingTest.packed;
import static org.reins.learning.data.BagRecordingTest.record;
import static org.reins.learning.data.BagRecordingTest.recording;
import static org.reins.learning.data.BagRecordingTest.records;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;

/** Bags that are broken or meant to do harm. */
@Timeout(120)
class HostileBagTest {
  private static final int CHUNK = 6;
  private static final int MAGIC = 8;
  private static final byte[] NOTHING = new byte[0];

  @TempDir private Path folder;
  private Path bag;

  @BeforeEach
  void nameTheBag() {
    bag = folder.resolve("bag.mcap");
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "lz4, 2", "zstd, 3"})
  void everyBrokenCopyOfAnMcapBagIsReadOrRefusedInOneSentence(String compression, long seed)
      throws IOException {
    byte[] sound = mcap(recording(), compression);
    // Without its checksum, so that what is in the chunk is read.
    ByteBuffer.wrap(sound).putInt(checksumOf(sound), 0);
    requireReadOrRefused(new BrokenCopies(seed, sound, List.of()), 200);
  }

  @Test
  void everyBrokenCopyOfASqliteBagIsReadOrRefusedInOneSentence() throws Exception {
    bag = folder.resolve("bag.db3");
    BagRecordingTest.sqlite(bag, recording());
    requireReadOrRefused(new BrokenCopies(4, Files.readAllBytes(bag), List.of()), 80);
  }

  @Test
  void everyBrokenCopyOfAMappingIsReadOrRefusedInOneSentence() throws IOException {
    Files.write(bag, mcap(recording(), ""));
    BrokenCopies copies =
        new BrokenCopies(
            5,
            SampleMapping.TEXT.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            List.of(
                ".nan", "0", "-1", "1e300", "1e-300", "[]", "{}", "~", "expression", "1/0", "a"));
    int refused = 0;
    for (int k = 0; k < 200; k++) {
      Path mapping = folder.resolve("map.yaml");
      Files.write(mapping, copies.next());
      try {
        DataFile.read(bag, options(mapping, ""));
      } catch (DataException e) {
        Sentences.require(e);
        refused++;
      }
    }
    assertTrue(refused > 50, "broken copies were refused: " + refused);
  }

  private void requireReadOrRefused(BrokenCopies copies, int count) throws IOException {
    int refused = 0;
    for (int k = 0; k < count; k++) {
      Files.write(bag, copies.next());
      try {
        DataFile.read(bag, options(""));
      } catch (DataException e) {
        Sentences.require(e);
        assertTrue(e.getMessage().contains(bag.getFileName().toString()), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > count / 4, "broken copies were refused: " + refused);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 20, 1L << 30, (1L << 32) + 5, Long.MAX_VALUE, Long.MIN_VALUE})
  void aRecordThatClaimsMoreThanTheFileHasIsRefusedBeforeRoomIsMadeForIt(long claim)
      throws IOException {
    byte[] bytes = mcap(recording(), "");
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC + 1, claim);
    requireRefused(bytes, "a record claims " + claim + " bytes, and the file has ");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 20, 1L << 30, (1L << 32) + 5, Long.MAX_VALUE, Long.MIN_VALUE})
  void aRecordThatClaimsMoreThanItsChunkHasIsRefused(long claim) throws IOException {
    byte[] plain = records(recording());
    ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).putLong(1, claim);
    for (String compression : List.of("", "lz4", "zstd")) {
      requireRefused(
          mcap(compression, plain.length, packed(plain, compression), plain),
          "a record claims " + claim + " bytes, and its chunk has ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lz4", "zstd"})
  void aChunkThatClaimsToHoldMoreOrLessThanItDoesIsRefused(String compression) throws IOException {
    byte[] plain = records(recording());
    byte[] packed = packed(plain, compression);
    for (long claim :
        new long[] {0, 1, plain.length - 1, plain.length + 1, 1L << 40, -1, Long.MAX_VALUE}) {
      requireRefused(mcap(compression, claim, packed, plain), "a chunk ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "zstd"})
  void aChunkThatUnpacksIntoFarMoreThanItClaimsIsRefused(String compression) throws IOException {
    byte[] bomb = packed(new byte[64 << 20], compression);
    requireRefused(mcap(compression, 1_000, bomb, NOTHING), "a chunk ");
    assertTrue(bomb.length < 1 << 20);
  }

  @Test
  void aChunkThatClaimsAThousandTimesItsSizeIsRefusedBeforeRoomIsMadeForIt() throws IOException {
    byte[] bomb = packed(new byte[64 << 20], "zstd");
    requireRefused(
        mcap("zstd", 64 << 20, bomb, NOTHING),
        "a chunk of " + bomb.length + " bytes claims to contain 67108864");
  }

  @Test
  void aChunkOrRecordOverTheAbsoluteBoundIsRefused() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(bag.toFile(), "rw")) {
      file.write(mcap(List.of(), ""), 0, MAGIC);
      ByteBuffer head = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
      file.write(head.put((byte) 5).putLong(1L << 29).array());
      // Of holes, which take no room on the disk.
      file.setLength(1L << 30);
    }
    assertComplaint("has a record or chunk of 536870912 bytes after 0 messages");
  }

  @Test
  void anAttachmentOfGigabytesIsPassedOverUnread() throws IOException {
    byte[] sound = mcap(recording(), "lz4");
    try (RandomAccessFile file = new RandomAccessFile(bag.toFile(), "rw")) {
      file.write(sound, 0, MAGIC);
      ByteBuffer head = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
      file.write(head.put((byte) 9).putLong(3L << 30).array());
      file.seek(file.getFilePointer() + (3L << 30));
      file.write(sound, MAGIC, sound.length - MAGIC);
    }
    BagRecordingTest.requireResampled(DataFile.read(bag, options("")));
  }

  @Test
  void aChunkInAChunkIsRefused_howeverDeep() throws IOException {
    byte[] inner = records(recording());
    for (int depth = 0; depth < 3; depth++) {
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      ByteBuffer chunk = ByteBuffer.allocate(inner.length + 100).order(ByteOrder.LITTLE_ENDIAN);
      chunk.putLong(0).putLong(0).putLong(inner.length).putInt(0);
      BagRecordingTest.put(chunk, "");
      record(outer, CHUNK, chunk.putLong(inner.length).put(inner));
      inner = outer.toByteArray();
      requireRefused(mcap("", inner.length, inner, inner), "a chunk is inside another chunk");
    }
  }

  @Test
  void namesThatClaimMoreThanTheirRecordOrAreLongAreRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    record(out, 3, buffer().putShort((short) 1).putInt(Integer.MAX_VALUE).putLong(0));
    requireRefused(mcap("", out.size(), out.toByteArray(), out.toByteArray()), "a name claims ");
    out.reset();
    ByteBuffer channel = ByteBuffer.allocate(5_000).order(ByteOrder.LITTLE_ENDIAN);
    record(out, 4, channel.putShort((short) 1).putShort((short) 1), "/".repeat(4_000));
    requireRefused(
        mcap("", out.size(), out.toByteArray(), out.toByteArray()), "a name has 4000 bytes");
  }

  @Test
  void timesThatWouldOverflowAreRefused_andDoNotMakeRowsForEver() throws IOException {
    for (long time : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 62) + 1}) {
      List<BagMessage> messages = recording();
      messages.add(
          new BagMessage(
              "/joint_states",
              "sensor_msgs/msg/JointState",
              time,
              BagRecordingTest.state(true, 1)));
      requireRefused(mcap(messages, ""), "is stamped " + time + " ns: allowed is 0 to");
    }
  }

  @ParameterizedTest
  @CsvSource({"1e-300, 1e-299", "0.01, 1e300", "0.01, 11", "1e-9, 0.1", ".nan, 1"})
  void aMappingThatWouldMakeRowsForEverIsRefused(String dt, String gap) throws IOException {
    Files.write(bag, mcap(recording(), ""));
    Path mapping = folder.resolve("map.yaml");
    Files.writeString(mapping, SampleMapping.TEXT.replace("0.01", dt).replace("0.1", gap));
    DataException e =
        assertThrows(DataException.class, () -> DataFile.read(bag, options(mapping, "")));
    assertTrue(e.getMessage().contains("dt is"), e.getMessage());
  }

  @Test
  void anExpressionThatDividesByZeroIsSaidToDoSo() throws IOException {
    Files.write(bag, mcap(recording(), ""));
    DataException e =
        assertThrows(DataException.class, () -> DataFile.read(bag, options("1 / (a - a)")));
    assertTrue(e.getMessage().startsWith("h cannot be computed at the state"), e.getMessage());
    for (String odd :
        List.of("(".repeat(2_000), "min(a,".repeat(300), "a+".repeat(1 << 20), "a".repeat(1_000))) {
      Sentences.require(assertThrows(DataException.class, () -> DataFile.read(bag, options(odd))));
    }
  }

  @Test
  void aPipeInTheFolderOfABagIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("a.mcap");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Assumptions.assumeTrue(made == 0, "there are no named pipes here");
    bag = folder;
    assertComplaint("is a pipe or a device");
    bag = pipe;
    assertComplaint("is a pipe or a device");
  }

  @Test
  void aSqliteBagWhoseTablesAreViewsWithoutEndIsRefused() throws SQLException {
    bag = folder.resolve("view.db3");
    sqlite(
        "CREATE TABLE topics(id INTEGER, name TEXT, type TEXT, serialization_format TEXT)",
        "CREATE VIEW messages AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
            + " SELECT id, 1 AS topic_id, id AS timestamp, x'00' AS data FROM n");
    assertComplaint("has no plain table messages");
  }

  @Test
  void aSqliteBagThatComputesItsMessagesOrMultipliesThemIsRefused() throws SQLException {
    bag = folder.resolve("computed.db3");
    sqlite(
        "CREATE TABLE topics(id INTEGER, name TEXT, type TEXT, serialization_format TEXT)",
        "CREATE TABLE messages(id INTEGER, topic_id INTEGER, timestamp INTEGER,"
            + " data BLOB GENERATED ALWAYS AS (zeroblob(900000000)))",
        "INSERT INTO topics VALUES (1, '/joint_states', 'x', 'cdr')",
        "INSERT INTO messages(id, topic_id, timestamp) VALUES (1, 1, 0)");
    assertComplaint("its messages are computed, not stored");
    bag = folder.resolve("multiplied.db3");
    sqlite(
        "CREATE TABLE topics(id INTEGER, name TEXT, type TEXT, serialization_format TEXT)",
        "CREATE TABLE messages(id INTEGER, topic_id INTEGER, timestamp INTEGER, data BLOB)",
        "INSERT INTO topics VALUES (1, '/a', 'x', 'cdr'), (1, '/b', 'x', 'cdr')");
    assertComplaint("two of its topics have the same number");
  }

  @Test
  void aSqliteBagWithNothingWhereAMessageHasDataIsRefused() throws SQLException {
    bag = folder.resolve("null.db3");
    sqlite(
        "CREATE TABLE topics(id INTEGER, name TEXT, type TEXT, serialization_format TEXT)",
        "CREATE TABLE messages(id INTEGER, topic_id INTEGER, timestamp INTEGER, data BLOB)",
        "INSERT INTO topics VALUES (1, '/joint_states', NULL, NULL)",
        "INSERT INTO messages VALUES (1, 1, 0, NULL)");
    assertComplaint("a message has no topic, no type or no data");
  }

  private void sqlite(String... statements) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + bag);
        Statement s = c.createStatement()) {
      for (String statement : statements) {
        s.execute(statement);
      }
    }
  }

  private void requireRefused(byte[] bytes, String what) throws IOException {
    Files.write(bag, bytes);
    assertComplaint(what);
  }

  private void assertComplaint(String what) {
    DataException e = assertThrows(DataException.class, () -> DataFile.read(bag, options("")));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }

  private DataOptions options(String expression) {
    Path mapping = folder.resolve("good.yaml");
    try {
      Files.writeString(mapping, SampleMapping.TEXT);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return options(mapping, expression);
  }

  private static DataOptions options(Path mapping, String expression) {
    return new DataOptions(0, DataOptions.Sign.FROM_FILE, expression, mapping, "", 10_000);
  }

  /** Where the checksum of the only chunk stands. */
  private static int checksumOf(byte[] mcap) {
    ByteBuffer in = ByteBuffer.wrap(mcap).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) in.getLong(MAGIC + 1);
    return MAGIC + 9 + header + 9 + 24;
  }
}

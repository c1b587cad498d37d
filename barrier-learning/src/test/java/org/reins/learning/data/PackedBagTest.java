package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.DataFileTest.assertComplaint;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bags that rosbag2 compressed, and bags as simulators and drivers record them. */
class PackedBagTest {
  private static final long MS = 1_000_000;
  private static final String STATE = "sensor_msgs/msg/JointState";

  @TempDir private Path outer;
  private Path folder;
  private DataOptions options;

  @BeforeEach
  void writeMapping() throws IOException {
    folder = Files.createDirectory(outer.resolve("bag"));
    options = SampleMapping.in(outer);
  }

  private static void write(Path file, List<BagMessage> messages) throws Exception {
    if (file.toString().endsWith(".db3")) {
      BagRecordingTest.sqlite(file, messages);
    } else {
      Files.write(file, BagRecordingTest.mcap(messages, ""));
    }
  }

  private static Path packed(Path file) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".zstd");
    Files.write(packed, Zstd.compress(Files.readAllBytes(file)));
    Files.delete(file);
    return packed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"db3", "mcap"})
  void whenFilesAreCompressedAsAWhole_theyAreReadLikeOthers(String type) throws Exception {
    List<BagMessage> all = BagRecordingTest.recording();
    all.sort(Comparator.comparingLong(BagMessage::time));
    Path first = folder.resolve("bag_0." + type);
    Path second = folder.resolve("bag_1." + type);
    write(first, all.subList(0, 15));
    write(second, all.subList(15, all.size()));
    packed(first);
    Path last = packed(second);
    BagRecordingTest.requireResampled(DataFile.read(folder, options));
    for (String ending : List.of(".zstd", "")) {
      Files.writeString(
          folder.resolve("metadata.yaml"),
          """
          rosbag2_bagfile_information:
            compression_format: zstd
            compression_mode: FILE
            relative_file_paths: [bag_0.%1$s%2$s, bag_1.%1$s%2$s]
          """
              .formatted(type, ending));
      BagRecordingTest.requireResampled(DataFile.read(folder, options));
    }
    byte[] whole = Files.readAllBytes(last);
    Files.write(last, Arrays.copyOf(whole, whole.length / 2));
    assertComplaint(folder, options, "bag_1." + type);
  }

  @Test
  void whenASqliteFileWasUnpacked_nothingStaysBehind() throws Exception {
    Path file = folder.resolve("bag_0.db3");
    write(file, BagRecordingTest.recording());
    Path packed = packed(file);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = unpacked(temporary);
    BagRecordingTest.requireResampled(DataFile.read(packed, options));
    List<Path> after = new ArrayList<>(unpacked(temporary));
    after.removeAll(before);
    assertEquals(List.of(), after);
  }

  private static List<Path> unpacked(Path temporary) throws IOException {
    try (var all = Files.list(temporary)) {
      return all.filter(p -> p.getFileName().toString().startsWith("reins-unpacked-")).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"db3", "mcap"})
  void whenEachMessageIsCompressed_itIsReadLikeOthers(String type) throws Exception {
    Path file = folder.resolve("bag_0." + type);
    write(
        file,
        BagRecordingTest.recording().stream()
            .map(m -> new BagMessage(m.topic(), m.type(), m.time(), Zstd.compress(m.data())))
            .toList());
    Files.writeString(
        folder.resolve("metadata.yaml"),
        "rosbag2_bagfile_information: {compression_mode: MESSAGE, compression_format: zstd,"
            + " relative_file_paths: [bag_0."
            + type
            + "]}");
    BagRecordingTest.requireResampled(DataFile.read(folder, options));
    BagRecordingTest.requireResampled(DataFile.read(file, options));
  }

  @Test
  void whenACompressedMessageIsDamagedOrClaimsTooMuch_itIsRefusedByItsTopic() throws Exception {
    byte[] whole = Zstd.compress(BagRecordingTest.state(true, 0));
    byte[] zeros = Zstd.compress(new byte[20_000_000]);
    for (byte[] data : List.of(Arrays.copyOf(whole, whole.length - 8), zeros)) {
      Path file = folder.resolve("bag_" + data.length + ".db3");
      write(file, List.of(new BagMessage("/joint_states", STATE, 0, data)));
      assertComplaint(file, options, "a message on /joint_states cannot be decompressed with zstd");
    }
  }

  @ParameterizedTest
  @CsvSource({"'a#b?c%20d e'", "'%23'", "'100%'", "'what?mode=rwc'", "'ü & b'"})
  void whenAPathHasCharactersOfUris_itIsReadAsItIs(String name) throws Exception {
    Path odd = Files.createDirectory(outer.resolve(name));
    Path file = odd.resolve(name + ".db3");
    Path plain = outer.resolve("plain.db3");
    write(plain, BagRecordingTest.recording());
    Files.move(plain, file);
    BagRecordingTest.requireResampled(DataFile.read(file, options));
    BagRecordingTest.requireResampled(DataFile.read(odd, options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"db3", "mcap"})
  void whenStampsAreEqualOrOtherJointsSpeak_theyAreLeftOutAndCounted(String type) throws Exception {
    List<BagMessage> all = new ArrayList<>();
    for (BagMessage m : BagRecordingTest.recording()) {
      all.add(m);
      if (m.topic().equals("/joint_states")) {
        all.add(m);
      }
    }
    all.add(6, new BagMessage("/joint_states", STATE, MS, others()));
    Path file = folder.resolve("bag." + type);
    write(file, all);
    DataFile.Contents read = DataFile.read(file, options);
    BagRecordingTest.requireResampled(read);
    assertTrue(read.notes().contains("1 messages of other joints were left out"));
    assertTrue(read.notes().toString().contains("37 states were left out"));
  }

  /** A state of the joints b and a under other names. */
  private static byte[] others() {
    byte[] state = BagRecordingTest.state(true, 0).clone();
    for (int k = 0; k < state.length - 1; k++) {
      if ((state[k] == 'a' || state[k] == 'b') && state[k + 1] == 0) {
        state[k] = (byte) (state[k] + 10);
      }
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"db3", "mcap"})
  void whenASimulatorsTimeStartsAgain_anEpisodeBegins(String type) throws Exception {
    List<BagMessage> all = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      BagRecordingTest.recording().stream()
          .map(m -> new BagMessage(m.topic(), m.type(), m.time() + 5_000 * MS, m.data()))
          .forEach(all::add);
      if (run == 0) {
        for (int k = 0; k <= 400; k++) {
          long time = (5_500 + 4L * k) * MS;
          all.add(new BagMessage("/joint_states", STATE, time, BagRecordingTest.state(true, 0.5)));
        }
        for (String topic : List.of("/commands", "/clearance", "/rosout")) {
          BagRecordingTest.recording().stream()
              .filter(m -> m.topic().equals(topic))
              .limit(1)
              .map(m -> new BagMessage(m.topic(), m.type(), 7_100 * MS, m.data()))
              .forEach(all::add);
        }
      }
    }
    Path file = folder.resolve("bag." + type);
    write(file, all);
    DataFile.Contents read = DataFile.read(file, options);
    assertTrue(read.notes().contains("1 episodes begin where the time starts again"));
    // 0 to 100 ms and 400 to 2100 ms, then 0 to 100 ms and 400 to 440 ms.
    int[] episodes = read.file().transitions().episode();
    assertEquals(10 + 170 + 10 + 4, read.file().transitions().count());
    assertEquals(3, episodes[read.file().transitions().count() - 1]);
  }

  @Test
  void whenNothingMakesARow_theMessageSaysWhatTheBagHolds() throws Exception {
    Path file = folder.resolve("bag.db3");
    write(
        file,
        List.of(
            new BagMessage("/robot/joint_states", STATE, 0, BagRecordingTest.state(true, 0)),
            new BagMessage("/tf", "tf2_msgs/msg/TFMessage", MS, new byte[12])));
    assertComplaint(
        file,
        options,
        "it holds /robot/joint_states (sensor_msgs/msg/JointState, 1 messages), /tf"
            + " (tf2_msgs/msg/TFMessage, 1 messages)");
    Path other = folder.resolve("other.mcap");
    write(other, List.of(new BagMessage("/joint_states", STATE, 0, others())));
    assertComplaint(other, options, "of joints such as a are needed");
    assertComplaint(other, options, "joints there: [k, l]");
  }
}

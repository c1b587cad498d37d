package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/** What is said of any file or folder. */
class SurveyTest {
  @TempDir private Path folder;

  private static void assertSays(Path path, Survey.Kind kind, String... parts) {
    Survey survey = Survey.of(path);
    String all = survey.what() + "\n" + String.join("\n", survey.lines());
    assertEquals(kind, survey.kind(), all);
    for (String part : parts) {
      assertTrue(all.contains(part), all);
    }
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.h5", "x"})
  void whenAFileIsABag_itsTopicsJointsAndDurationAreSaid_whateverItsName(String name)
      throws Exception {
    byte[] mcap = BagRecordingTest.mcap(BagRecordingTest.recording(), "zstd");
    String[] parts = {
      "42 messages on 4 topics in 0.440 s",
      "/joint_states (sensor_msgs/msg/JointState, 37 messages): joints a, b",
      "/rosout (rcl_interfaces/msg/Log, 1 messages)"
    };
    assertSays(write(name, mcap), Survey.Kind.RECORDING, parts);
    assertSays(write(name, Zstd.compress(mcap)), Survey.Kind.RECORDING, parts);
    List<String> mapping = Survey.of(folder.resolve(name)).next();
    assertTrue(mapping.contains("joints: [a, b]"), mapping.toString());
    assertTrue(mapping.contains("action: {topic: /commands}"), mapping.toString());
    assertTrue(mapping.contains("h: {topic: /clearance}"), mapping.toString());
  }

  @Test
  void whenABagIsCutShort_whatIsBeforeTheCutIsSaid() throws Exception {
    BagRecordingTest.sqlite(folder.resolve("bag.db3"), BagRecordingTest.recording());
    assertSays(folder.resolve("bag.db3"), Survey.Kind.RECORDING, "sqlite3", "42 messages");
    ByteArrayOutputStream cut = new ByteArrayOutputStream();
    cut.writeBytes(new byte[] {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'});
    byte[] records = BagRecordingTest.records(BagRecordingTest.recording());
    cut.write(records, 0, records.length - 10);
    assertSays(
        write("cut.mcap", cut.toByteArray()),
        Survey.Kind.RECORDING,
        "note: bag ",
        "is truncated or damaged after 41 messages",
        "/commands (std_msgs/msg/Float64MultiArray");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v21", "v30"})
  void whenItIsALeRobotDataSet_itsVersionColumnsAndRateAreSaid(String version) throws Exception {
    Path set = Path.of(SurveyTest.class.getResource("/lerobot/" + version).toURI());
    assertSays(
        set,
        Survey.Kind.RECORDING,
        "is a LeRobot data set of version v" + version.charAt(1) + "." + version.charAt(2),
        "frames a second",
        "observation.state (list of float");
    assertTrue(Survey.of(set).next().contains("state: {units: UNITS}"));
  }

  @Test
  void whenItIsHdf5OrCsv_datasetsAndColumnsAreSaid() throws IOException {
    Transitions t = new Transitions(2, 1);
    t.add(new float[2], new float[1], new float[2], 1, 0, 0);
    Path h5 = folder.resolve("data.csv");
    new TransitionFile(t, 0.02, "x", List.of("q"), 1).write(h5);
    assertSays(h5, Survey.Kind.RECORDING, "is HDF5, as V-OCBF and Reins write it", "/state (1 × 2");
    String csv = "t;state.q;action.u;h\n0,0;1;2;3\n0,1;1;2;3\n";
    assertSays(
        write("table.dat", csv.getBytes(StandardCharsets.UTF_8)),
        Survey.Kind.RECORDING,
        "is CSV, separated by semicolons: 2 rows, 4 columns, t from 0,0 to 0,1");
  }

  @Test
  void whenItIsAnArchiveOrAnArray_whatIsInItIsSaid() throws IOException {
    byte[] array =
        "\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (400, 2), }"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertSays(write("a.csv", array), Survey.Kind.OTHER, "is a NumPy array", "(400, 2) of <f4");
    Path zip = folder.resolve("a.h5");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("obs.npy", "act.npy")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(array);
      }
    }
    assertSays(zip, Survey.Kind.OTHER, "is a NumPy archive (npz)", "obs.npy (400, 2) of <f4");
    assertSays(
        write("cut.npz", Arrays.copyOf(Files.readAllBytes(zip), 60)),
        Survey.Kind.OTHER,
        "note: it is truncated or damaged");
  }

  @Test
  void whenItIsABagOfRos1_itsTopicsAreSaid() throws IOException {
    byte[] line = "#ROSBAG V2.0\n".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bag = ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN).put(line);
    int index = 300;
    byte[] head = new byte[20];
    System.arraycopy("index_pos=".getBytes(StandardCharsets.ISO_8859_1), 0, head, 2, 10);
    head[12] = (byte) index;
    head[13] = (byte) (index >> 8);
    bag.putInt(head.length).put(head).position(index);
    for (String text : List.of("op=\u0007", "type=sensor_msgs/JointState")) {
      String header = text.startsWith("op") ? text + "    topic=/joint_states" : text;
      bag.putInt(header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1));
    }
    byte[] whole = Arrays.copyOf(bag.array(), bag.position());
    assertSays(
        write("x.mcap", whole),
        Survey.Kind.OTHER,
        "is a bag of ROS 1",
        "rosbags-convert",
        "/joint_states (sensor_msgs/JointState)");
    assertSays(
        write("open.bag", Arrays.copyOf(whole, 200)), Survey.Kind.OTHER, "it was not closed");
  }

  @Test
  void whenItIsAFolder_theRecordingsInItAreCountedByKind() throws Exception {
    assertSays(
        Files.createDirectory(folder.resolve("none")), Survey.Kind.OTHER, "is an empty folder");
    Path many = Files.createDirectory(folder.resolve("many"));
    Files.writeString(many.resolve("run10.csv"), "t,state.q,action.u\n");
    Files.writeString(many.resolve("run2.csv"), "t,state.q,action.u\n");
    Files.writeString(many.resolve("README.md"), "Runs of Tuesday.\n");
    Files.writeString(many.resolve("old.bag"), "#ROSBAG V2.0\n and more");
    Path bag = Files.createDirectory(many.resolve("bag"));
    BagRecordingTest.sqlite(bag.resolve("bag_0.db3"), BagRecordingTest.recording());
    assertSays(
        many,
        Survey.Kind.FOLDER,
        "is a folder of 4 recordings: 2 × CSV, 1 × bag, 1 × bag of ROS 1 (not read), 1 × other",
        "bag/: bag\nold.bag: bag of ROS 1 (not read)\nrun2.csv: CSV\nrun10.csv: CSV");
    assertSays(bag, Survey.Kind.RECORDING, "is a bag of rosbag2 in sqlite3");
    assertThrows(DataException.class, () -> Survey.of(folder.resolve("missing")));
  }
}

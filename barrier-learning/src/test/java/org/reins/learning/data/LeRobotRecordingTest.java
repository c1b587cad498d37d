package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.learning.lerobot.DatasetWriter;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.robot.file.Sentences;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/** LeRobot data sets that pyarrow wrote (resources, {@code gen.py}), and our own. */
class LeRobotRecordingTest {
  private static final String MAPPING =
      """
      schema: reins/lerobot/1
      robot: so101
      joints: [shoulder_lift, shoulder_pan]
      state: {units: degrees}
      action: {units: degrees}
      h: {expression: "1 - abs(shoulder_pan) - 0 * shoulder_lift_vel"}
      """;

  @TempDir private Path folder;

  private static Path resource(String name) {
    try {
      return Path.of(LeRobotRecordingTest.class.getResource("/lerobot/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static DataOptions options(String margin, Path mapping, Units units) {
    return new DataOptions(0, DataOptions.Sign.FROM_FILE, margin, mapping, "", 10_000, units);
  }

  private Path mapping(String text) throws IOException {
    return Files.writeString(folder.resolve("mapping.yaml"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v30", "v21", "v30-zstd-float64"})
  void whatPyarrowWroteIsReadInBothVersions_inAllItsEncodings(String name) {
    DataFile.Contents read =
        DataFile.read(resource(name), options("1 - shoulder_pan_pos", null, Units.DEGREES));
    Transitions t = read.file().transitions();
    assertEquals(36, read.rowsInFile());
    assertEquals(33, t.count(), "the last frame of each of 3 episodes is only a next state");
    assertEquals(1 / 30.0, read.file().dt());
    assertEquals("so101", read.file().robot());
    assertEquals(
        List.of("shoulder_pan.pos", "shoulder_lift.pos", "gripper.pos"), read.file().joints());
    double degree = Math.PI / 180;
    for (int r = 0; r < t.count(); r++) {
      int e = r / 11;
      int k = r % 11;
      assertEquals(e, t.episode()[r]);
      assertEquals(90 * Math.sin(0.1 * k + e) * degree, t.state()[3 * r], 1e-6);
      assertEquals(45 * Math.cos(0.1 * k) * degree, t.state()[3 * r + 1], 1e-6);
      assertEquals(90 * Math.sin(0.1 * (k + 1) + e) * degree, t.nextState()[3 * r], 1e-6);
      assertEquals((90 * Math.sin(0.1 * k + e) + 1) * degree, t.action()[3 * r], 1e-6);
      assertEquals(1 - t.state()[3 * r], t.h()[r], 1e-6);
    }
    assertEquals(Map.of(0, true, 1, false, 2, true), read.success());
    assertTrue(read.notes().contains("pictures are not read: observation.images.top"));
    assertTrue(read.notes().contains("2 of 3 episodes succeeded, as the data set says"));
  }

  @Test
  void oneFileOfADataSetIsReadWithWhatItsFolderSays() {
    Path file = resource("v30").resolve("data/chunk-000/file-001.parquet");
    DataFile.Contents read = DataFile.read(file, options("1", null, Units.AS_IS));
    assertEquals(11, read.file().transitions().count());
    assertEquals(2, read.file().transitions().episode()[0]);
    assertEquals(1 / 30.0, read.file().dt());
  }

  @Test
  void aMappingOrdersJoints_convertsUnits_andDerivesVelocities() throws IOException {
    DataFile.Contents read = DataFile.read(resource("v30"), options("", mapping(MAPPING), null));
    Transitions t = read.file().transitions();
    assertEquals(List.of("shoulder_lift", "shoulder_pan"), read.file().joints());
    assertEquals(30, t.count(), "the first frames have no velocity");
    double degree = Math.PI / 180;
    for (int r = 0; r < 10; r++) {
      double k = r + 1;
      assertEquals(45 * Math.cos(0.1 * k) * degree, t.state()[4 * r], 1e-6);
      assertEquals(90 * Math.sin(0.1 * k) * degree, t.state()[4 * r + 1], 1e-6);
      double rate = 30 * 90 * (Math.sin(0.1 * k) - Math.sin(0.1 * (k - 1))) * degree;
      assertEquals(rate, t.state()[4 * r + 3], 2e-5);
      assertEquals((45 * Math.cos(0.1 * k) - 1) * degree, t.action()[2 * r], 1e-6);
      assertEquals(1 - Math.abs(t.state()[4 * r + 1]), t.h()[r], 1e-6);
    }
  }

  @Test
  void hMayBeAColumn_whereTrueIsSafe_orTheDistanceFromACellsZones() throws IOException {
    String byColumn = MAPPING.replaceFirst("expression: .*", "column: next.success}");
    Transitions t =
        DataFile.read(resource("v30"), options("", mapping(byColumn), null)).file().transitions();
    assertEquals(-1, t.h()[0]);
    String byCell = MAPPING.replaceFirst("expression: .*", "cell: panda-zone}");
    requireRefused(
        resource("v30"), options("", mapping(byCell), null), "panda_joint1", "is missing");
  }

  @Test
  void unitsHAndDtAreAskedFor_andAWrongMappingIsNamed() throws IOException {
    Path set = resource("v30");
    requireRefused(set, options("1", null, null), "does not state the units", "--units");
    assertThrows(
        MissingChoiceException.class,
        () -> DataFile.read(set, options("", null, Units.RADIANS)),
        "h is missing");
    requireRefused(
        set,
        options("", mapping(MAPPING.replace("state: {units: degrees}", "state: {}")), null),
        "units of observation.state are missing");
    requireRefused(
        set,
        options("", mapping(MAPPING.replace("degrees", "turns")), null),
        "is turns: allowed is radians, degrees or as_is");
    requireRefused(
        set,
        options("", mapping(MAPPING.replace("shoulder_pan]", "elbow]")), null),
        "and not elbow: list the names");
    requireRefused(
        set,
        new DataOptions(0.1, DataOptions.Sign.FROM_FILE, "1", null, "", 99, Units.AS_IS),
        "0.1 s as declared");
  }

  @Test
  void aRecordingIsWrittenAndReadBackEqualToTheBit() {
    TransitionFile written = recording();
    Path set = folder.resolve("set");
    Map<Integer, Boolean> success = Map.of(7, true, -3, false, 8, true);
    DatasetWriter.write(written, success, set);
    DataFile.Contents read = DataFile.read(set, DataOptions.NONE);
    requireEqual(written, read.file());
    assertEquals(success, read.success());
    assertEquals(written.sha256(), read.file().sha256());
    ParquetFileException twice =
        assertThrows(ParquetFileException.class, () -> DatasetWriter.write(written, Map.of(), set));
    assertTrue(twice.getMessage().contains("it exists already"), twice.getMessage());
  }

  /** Wild numbers, episodes with odd numbers, and a period that is no whole rate. */
  static TransitionFile recording() {
    SplittableRandom random = new SplittableRandom(4);
    Transitions t = new Transitions(4, 2);
    int[] episodes = {7, -3, Integer.MIN_VALUE, 8};
    for (int e : episodes) {
      for (int k = 0; k < 50; k++) {
        float[] x = {
          (float) random.nextGaussian(), Float.MIN_VALUE, -0f, Float.MAX_VALUE / (k + 1)
        };
        t.add(
            x,
            new float[] {random.nextFloat(), -1e-38f},
            new float[] {random.nextFloat(), 1, 2, 3},
            (float) random.nextGaussian(),
            random.nextFloat(),
            e);
      }
    }
    return new TransitionFile(t, 0.007, "arm", List.of("a", "b"), 42);
  }

  static void requireEqual(TransitionFile a, TransitionFile b) {
    assertEquals(a.dt(), b.dt());
    assertEquals(a.robot(), b.robot());
    assertEquals(a.joints(), b.joints());
    assertEquals(a.seed(), b.seed());
    Transitions s = a.transitions();
    Transitions t = b.transitions();
    assertEquals(s.count(), t.count());
    requireSame(s.state(), t.state(), 4 * s.count());
    requireSame(s.action(), t.action(), 2 * s.count());
    requireSame(s.nextState(), t.nextState(), 4 * s.count());
    requireSame(s.h(), t.h(), s.count());
    requireSame(s.reward(), t.reward(), s.count());
    assertArrayEquals(Arrays.copyOf(s.episode(), s.count()), Arrays.copyOf(t.episode(), t.count()));
  }

  private static void requireSame(float[] a, float[] b, int count) {
    for (int i = 0; i < count; i++) {
      assertEquals(Float.floatToRawIntBits(a[i]), Float.floatToRawIntBits(b[i]));
    }
  }

  static void requireRefused(Path path, DataOptions options, String... parts) {
    DataException e = assertThrows(DataException.class, () -> DataFile.read(path, options));
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
    Sentences.require(e);
  }
}

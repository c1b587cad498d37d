package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.DataFileTest.assertComplaint;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.file.Sentences;
import org.reins.sim.Transitions;

/** Times in other units than seconds, and episode numbers that do not fit. */
class TimesAndEpisodesTest {
  private static final DataOptions SAFE =
      new DataOptions(0, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);
  private static final DataOptions SAFE_HDF5 =
      new DataOptions(0.05, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, 10, 'dt is 10 s, from row 0 to row 1: allowed is over 0 to 1; is t in ms?'",
    "0, 20000, 'is t in us?'",
    "0, 10000000, 'is t in ns?'",
    "1700000000000, 1, 'is t in ms?'",
    "1700000000000, 10, 'is t in ms?'",
    "1700000000000000, 10000, 'is t in us?'",
    "1700000000000000000, 10000000, 'is t in ns?'"
  })
  void stampsOfACsvFileThatAreNotInSecondsAreRefusedWithTheirUnit(
      long start, long step, String question) throws IOException {
    Path path = csv(start + ",1,1,1", start + step + ",1,1,1", start + 2 * step + ",1,1,1");
    assertComplaint(path, SAFE, question);
  }

  @Test
  void aDeclaredPeriodThatStampsExceedAThousandTimesAsksForTheirUnit() throws IOException {
    Path path = csv("0,1,1,1", "20,1,1,1", "40,1,1,1");
    DataOptions declared =
        new DataOptions(0.02, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 9);
    assertComplaint(path, declared, "is t in ms? then divide it by 1000");
  }

  @Test
  void secondsSince1970AreRead_andAPeriodOfASecondIsRemarkedOn() throws IOException {
    Path unix = csv("1700000000.00,1,1,1", "1700000000.02,1,1,1");
    assertEquals(0.02, DataFile.read(unix, SAFE).file().dt(), 1e-6);
    DataFile.Contents slow = DataFile.read(csv("0,1,1,1", "0.5,1,1,1"), SAFE);
    assertEquals(0.5, slow.file().dt());
    assertTrue(slow.notes().toString().contains("dt is 0.5 s, because t is read in s"));
  }

  @Test
  void wholeNumbersThatMayCountMillisecondsAreRefused_unlessAPeriodOfASecondIsDeclared()
      throws IOException {
    Path path = csv("7,1,1,1", "8,1,1,1");
    assertComplaint(path, SAFE, "does t count ms or rows?");
    DataOptions declared =
        new DataOptions(1, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);
    assertEquals(1, DataFile.read(path, declared).file().dt());
  }

  @ParameterizedTest
  @CsvSource({"20, ms", "20000, us", "20000000, ns"})
  void aPeriodOfAnHdf5FileThatIsNotInSecondsIsRefusedWithItsUnit(double dt, String unit) {
    Path path = folder.resolve("t.h5");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      rows(hdf, 2);
      hdf.putAttribute("dt", dt);
    }
    assertComplaint(path, SAFE, "s: allowed is over 0 to 1; is it in " + unit + "?");
  }

  @Test
  void aPeriodThatIsWrittenAsTextOrArrayIsRead() {
    Path path = folder.resolve("t.h5");
    for (Object dt : new Object[] {"0.02", new double[] {0.02}, new float[] {0.5f}}) {
      try (WritableHdfFile hdf = HdfFile.write(path)) {
        rows(hdf, 2);
        hdf.putAttribute("dt", dt);
      }
      double read = DataFile.read(path, SAFE).file().dt();
      assertEquals(dt instanceof float[] ? 0.5 : 0.02, read);
    }
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      rows(hdf, 2);
      hdf.putAttribute("dt", "fast");
    }
    assertComplaint(path, SAFE, "attribute dt is fast: it must be a number");
  }

  @Test
  void aDeclaredPeriodInMillisecondsIsRefusedWithItsUnit() {
    String message =
        assertThrows(
                DataException.class,
                () -> new DataOptions(20, DataOptions.Sign.FROM_FILE, "", null, "", 9))
            .getMessage();
    assertTrue(message.contains("dt is 20 s: allowed is over 0 to 1; is it in ms?"), message);
  }

  @ParameterizedTest
  @CsvSource({"1000000, ms", "1000, us"})
  void recordingTimesOfABagThatAreNotInNanosecondsAreRefusedWithTheirUnit(long divisor, String unit)
      throws IOException {
    Path mapping = folder.resolve("map.yaml");
    Files.writeString(
        mapping,
        """
        schema: reins/bag/1
        robot: arm
        dt: 0.01
        joints: [a, b]
        state: /joint_states
        action: {topic: /commands, joints: [b, a]}
        h: {topic: /clearance}
        """);
    List<BagMessage> scaled =
        BagRecordingTest.recording().stream()
            .map(m -> new BagMessage(m.topic(), m.type(), m.time() / divisor, m.data()))
            .toList();
    Path bag = folder.resolve("bag.mcap");
    Files.write(bag, BagRecordingTest.mcap(scaled, ""));
    assertComplaint(
        bag,
        new DataOptions(0, DataOptions.Sign.FROM_FILE, "", mapping, "", 9_999),
        "are their recording times in " + unit + "? they must be in ns");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20240601000 20240601001",
        "16777216 16777217",
        "9007199254740992 9007199254740993",
        "18446744073709551614 18446744073709551615",
        "123456789012345678901234567890 123456789012345678901234567891",
        "0.25 0.5",
        "-1 -2",
        "run_a run_b"
      })
  void episodesOfACsvFileStayApart_howeverTheyAreNumbered(String names) throws IOException {
    String a = names.split(" ", 2)[0];
    String b = names.split(" ", 2)[1];
    Path path = folder.resolve("e.csv");
    Files.write(
        path,
        List.of(
            "episode,t,state.q,action.u,h",
            a + ",0.00,1,1,1",
            a + ",0.01,2,1,1",
            b + ",0.02,3,1,1",
            b + ",0.03,4,1,1"));
    Transitions t = DataFile.read(path, SAFE).file().transitions();
    assertEquals(2, t.count());
    assertEquals(2, t.nextState()[0]);
    assertTrue(t.episode()[0] != t.episode()[1]);
  }

  @Test
  void wholeEpisodeNumbersThatFitAreKept_howeverTheyAreWritten() throws IOException {
    Path path = folder.resolve("e.csv");
    Files.write(
        path,
        List.of(
            "episode,t,state.q,action.u,h",
            "7,0.00,1,1,1",
            "7.0,0.01,2,1,1",
            "2147483647,0,3,1,1",
            "2.147483647e9,0.01,4,1,1"));
    Transitions t = DataFile.read(path, SAFE).file().transitions();
    assertArrayEquals(new int[] {7, Integer.MAX_VALUE}, Arrays.copyOf(t.episode(), 2));
  }

  @ParameterizedTest
  @CsvSource({
    "0, one, 'as its episode after ''0'': it must be a number in all rows'",
    "one, 0, 'it must be a name in all rows'",
    "0, '', 'it must be a number or a name'",
    "0, NaN, 'it must be a number or a name'"
  })
  void anEpisodeThatIsMissingOrOfAnotherKindIsNamedWithItsRow(String a, String b, String what)
      throws IOException {
    Path path = folder.resolve("e.csv");
    Files.write(
        path, List.of("t,state.q,action.u,h,episode", "0.00,1,1,1," + a, "0.01,1,1,1," + b));
    assertComplaint(path, SAFE, "row 1 contains '" + b + "'");
    assertComplaint(path, SAFE, what);
  }

  @Test
  void episodesOfAnHdf5FileStayApart_whateverTheirType() {
    for (Object episodes :
        new Object[] {
          new int[] {3, 3, 4, 4},
          new long[] {20_240_601_000L, 20_240_601_000L, 20_240_601_001L, 20_240_601_001L},
          new long[] {16_777_216, 16_777_216, 16_777_217, 16_777_217},
          new long[] {1L << 62, 1L << 62, (1L << 62) + 1, (1L << 62) + 1},
          new double[] {16_777_216, 16_777_216, 16_777_217, 16_777_217},
          new double[] {20_240_601_000d, 20_240_601_000d, 20_240_601_001d, 20_240_601_001d},
          new float[] {0, 0, 1, 1},
          new long[][] {{1L << 40}, {1L << 40}, {1}, {1}},
          new String[] {"a", "a", "b", "b"}
        }) {
      Path path = folder.resolve("e.h5");
      try (WritableHdfFile hdf = HdfFile.write(path)) {
        rows(hdf, 4);
        hdf.putDataset("episode", episodes);
      }
      Transitions t = DataFile.read(path, SAFE_HDF5).file().transitions();
      String kind = episodes.getClass().getSimpleName();
      assertEquals(2, t.count(), kind + ": no transition leads over the border");
      assertEquals(2, t.state()[1], kind);
      assertTrue(t.episode()[0] != t.episode()[1], kind);
    }
  }

  @Test
  void episodesInAnHdf5FileThatFloatingPointCannotTellApartAreRefused() {
    Path path = folder.resolve("e.h5");
    for (Object episodes :
        new Object[] {
          new float[] {16_777_216, 16_777_218}, new double[] {0x1p53, 0x1p54}, new float[2]
        }) {
      if (episodes instanceof float[] f && f[0] == 0) {
        f[0] = Float.NaN;
      }
      try (WritableHdfFile hdf = HdfFile.write(path)) {
        rows(hdf, 2);
        hdf.putDataset("episode", episodes);
      }
      DataException e = assertThrows(DataException.class, () -> DataFile.read(path, SAFE_HDF5));
      assertTrue(e.getMessage().contains("episode in row 0 is "), e.getMessage());
      Sentences.require(e);
    }
  }

  @Test
  void aColumnThatSeemsToNumberTheEpisodesUnderAnotherNameIsRemarkedOn() throws IOException {
    Path path = folder.resolve("e.csv");
    Files.write(path, List.of("t,state.q,action.u,h,episode_id", "0,1,1,1,0", "1e-2,1,1,1,0"));
    assertTrue(
        DataFile.read(path, SAFE).notes().toString().contains("column episode_id is not read"));
  }

  private static void rows(WritableHdfFile hdf, int count) {
    float[][] state = new float[count][1];
    float[] h = new float[count];
    for (int i = 0; i < count; i++) {
      state[i][0] = i;
      h[i] = 1;
    }
    hdf.putDataset("state", state);
    hdf.putDataset("action", new float[count][1]);
    hdf.putDataset("h", h);
  }

  private Path csv(String... rows) throws IOException {
    Path path = folder.resolve("t.csv");
    Files.writeString(path, "t,state.q,action.u,h\n" + String.join("\n", rows) + "\n");
    return path;
  }
}

package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.file.Sentences;
import org.reins.sim.Transitions;

/** HDF5 with the names, shapes, links and attributes that people give it. */
class Hdf5HabitsTest {
  private static final DataOptions MARGIN =
      new DataOptions(0.05, DataOptions.Sign.FROM_FILE, "1000 - x0", null, "", 1_000);
  private static final DataOptions OWN =
      new DataOptions(0, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);
  private static final int ROWS = 60;

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("m.hdf5");
  }

  /** Three episodes of 20 rows, whose states count on within an episode. */
  private void write(Consumer<WritableHdfFile> more) {
    double[][] state = new double[ROWS][];
    double[][] action = new double[ROWS][];
    for (int r = 0; r < ROWS; r++) {
      state[r] = new double[] {100 * (r / 20) + r % 20, r % 20};
      action[r] = new double[] {r};
    }
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("observations", state);
      hdf.putDataset("actions", action);
      more.accept(hdf);
    }
  }

  private static int[] ends() {
    int[] ends = new int[ROWS];
    for (int r = 19; r < ROWS; r += 20) {
      ends[r] = 1;
    }
    return ends;
  }

  @ParameterizedTest
  @CsvSource({
    "terminals, timeouts",
    "terminations, truncations",
    "terminated, truncated",
    "dones, timeout"
  })
  void endsOfEpisodesAreReadUnderTheNamesOfGymAndD4rl(String terminal, String timeout) {
    for (String name : List.of(terminal, timeout)) {
      write(hdf -> hdf.putDataset(name, ends()));
      Transitions t = DataFile.read(path, MARGIN).file().transitions();
      assertEquals(57, t.count(), name);
      assertEquals(2, t.episode()[t.count() - 1]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"episode_index", "episode_id", "traj_id"})
  void episodesAreReadUnderTheirUsualNames(String name) {
    int[] numbers = new int[ROWS];
    Arrays.setAll(numbers, r -> 5 + r / 20);
    write(
        hdf -> {
          hdf.putDataset(name, numbers);
          hdf.putDataset("terminals", new int[ROWS]);
        });
    DataFile.Contents read = DataFile.read(path, MARGIN);
    assertEquals(57, read.file().transitions().count());
    assertEquals(7, read.file().transitions().episode()[56]);
    assertEquals(List.of(), read.notes());
  }

  @Test
  void withTerminalsAndWithoutTimeouts_jumpsOfTheStateAreTold() {
    write(hdf -> hdf.putDataset("terminals", new int[ROWS]));
    String notes = DataFile.read(path, MARGIN).notes().toString();
    assertTrue(notes.contains("the state jumps in 2 transitions, first in number 19"), notes);
    write(hdf -> hdf.putDataset("terminals", ends()));
    assertEquals(List.of(), DataFile.read(path, MARGIN).notes(), "nothing jumps");
  }

  @Test
  void aTrajectoryAtTheRootMayHaveOneStateMoreThanActions() {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("observations", new double[][] {{0}, {1}, {2}});
      hdf.putDataset("actions", new double[][] {{0}, {0}});
    }
    assertArrayEquals(
        new float[] {1, 2},
        Arrays.copyOf(DataFile.read(path, MARGIN).file().transitions().nextState(), 2));
  }

  @Test
  void groupsOfTwoNames_orWithZerosInFront_areDifferentEpisodes() {
    for (List<String> names :
        List.of(
            List.of("train_0", "test_0"),
            List.of("episode_01", "episode_1"),
            List.of("ep_0", "extra"))) {
      try (WritableHdfFile hdf = HdfFile.write(path)) {
        for (String name : names) {
          WritableGroup group = hdf.putGroup(name);
          group.putDataset("observations", new double[3][1]);
          group.putDataset("actions", new double[2][1]);
        }
        hdf.putGroup("left_out").putDataset("observations", new double[3][1]);
      }
      DataFile.Contents read = DataFile.read(path, MARGIN);
      int[] numbers = read.file().transitions().episode();
      assertTrue(numbers[1] != numbers[2], names.toString());
      assertTrue(read.notes().toString().contains("/left_out/ has states without actions"));
    }
  }

  @Test
  void datasetsBehindLinksAreRead_andThoseInOtherFilesAreNamed() throws URISyntaxException {
    Transitions t = DataFile.read(resource("soft_links.h5"), OWN).file().transitions();
    assertEquals(3, t.count(), "of 2 episodes of 3 and 2 rows");
    assertEquals(1, t.episode()[2]);
    DataException e =
        assertThrows(DataException.class, () -> DataFile.read(resource("external_links.h5"), OWN));
    assertTrue(e.getMessage().contains("/state is a link to another file, other.h5"), e.toString());
    Sentences.require(e);
  }

  @Test
  void attributesMayBeListsAndSinglePrecision() throws URISyntaxException {
    DataFile.Contents read = DataFile.read(resource("list_attributes.h5"), DataOptions.NONE);
    assertEquals(List.of("a", "b"), read.file().joints());
    assertEquals(0.1, read.file().dt());
    assertEquals("panda", read.file().robot());
    DataOptions declared = new DataOptions(0.1, DataOptions.Sign.FROM_FILE, "", null, "", 1_000);
    assertEquals(0.1, DataFile.read(resource("list_attributes.h5"), declared).file().dt());
  }

  @Test
  void aTrueHIsSafe_andAFalseOneIsUnsafe() throws URISyntaxException {
    Transitions t = DataFile.read(resource("truth.h5"), OWN).file().transitions();
    assertArrayEquals(new float[] {1, -1}, Arrays.copyOf(t.h(), 2));
  }

  @Test
  void episodesInHalfPrecisionAreRefusedWhereNeighboursAreOne() throws URISyntaxException {
    Path half = resource("half_episodes.h5");
    DataException e = assertThrows(DataException.class, () -> DataFile.read(half, OWN));
    assertTrue(e.getMessage().contains("episode in row 0 is 2048.0 in half"), e.getMessage());
  }

  /** h5wasm wrote it, with HDF5 2.0 and libver v200. */
  @Test
  void aLayoutOfANewerHdf5IsRefusedWithTheNextStep() throws URISyntaxException {
    Path newer = resource("hdf5_2.h5");
    DataException e = assertThrows(DataException.class, () -> DataFile.read(newer, OWN));
    assertTrue(e.getMessage().contains("is of a newer HDF5 than is read"), e.getMessage());
    assertTrue(e.getMessage().contains("libver=('earliest', 'v110')"), e.getMessage());
    Sentences.require(e);
  }

  @Test
  void labelsThatWouldBeMisreadAreRefused() {
    write(hdf -> hdf.putDataset("h", new double[ROWS][2]));
    requireRefused("dataset h has the shape [60, 2]: it must have one number in each row");
    double[] costs = new double[ROWS];
    costs[7] = Double.NaN;
    write(hdf -> hdf.putDataset("costs", costs));
    requireRefused("cost in row 7 is NaN");
    int[] back = new int[ROWS];
    Arrays.setAll(back, r -> r / 20 % 2);
    write(
        hdf -> {
          hdf.putDataset("costs", new int[ROWS]);
          hdf.putDataset("episode", back);
        });
    requireRefused("episode 0 goes on in row 40 after another episode");
    write(hdf -> hdf.putAttribute("joints", "a,b,c"));
    requireRefused("attribute joints has 3 names and a state has 2 numbers");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("observations", new double[3][50]);
      hdf.putDataset("actions", new double[2][50]);
      hdf.putDataset("timeouts", new int[50]);
    }
    requireRefused("they seem to be transposed");
  }

  private void requireRefused(String what) {
    DataOptions options =
        new DataOptions(0.05, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);
    DataException e = assertThrows(DataException.class, () -> DataFile.read(path, options));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Hdf5HabitsTest.class.getResource("/hdf5/" + name).toURI());
  }
}

package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.robot.file.Sentences;
import org.reins.sim.Transitions;

/** HDF5 with a group for each episode. */
class Hdf5LayoutTest {
  private static final DataOptions MARGIN =
      new DataOptions(0.05, DataOptions.Sign.FROM_FILE, "100 - x0", null, "", 1_000);

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("m.hdf5");
  }

  @ParameterizedTest
  @CsvSource({"episode_, observations, actions", "traj_, obs, actions", "demo_, state, action"})
  void anEpisodeInAGroupHasOneStateMoreThanActions_andKeepsItsNumber(
      String prefix, String states, String actions) {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      for (int number : new int[] {10, 2, 7}) {
        WritableGroup group = hdf.putGroup(prefix + number);
        group.putDataset(states, new double[][] {{number, 0}, {number, 1}, {number, 2}});
        group.putDataset(actions, new double[][] {{0.5}, {0.25}});
        group.putDataset("rewards", new double[] {1, 2});
        group.putDataset("terminations", new byte[] {0, 1});
        group.putDataset("truncations", new byte[] {0, 0});
      }
      hdf.putGroup("metadata");
    }
    DataFile.Contents read = DataFile.read(path, MARGIN);
    Transitions t = read.file().transitions();
    assertEquals(6, t.count());
    assertEquals(6, read.rowsInFile());
    assertArrayEquals(new int[] {2, 2, 7, 7, 10, 10}, Arrays.copyOf(t.episode(), 6));
    for (int r = 0; r < 6; r++) {
      assertEquals(t.episode()[r], t.state()[2 * r]);
      assertEquals(t.episode()[r], t.nextState()[2 * r], "no transition leads over a border");
      assertEquals(r % 2, t.state()[2 * r + 1]);
      assertEquals(r % 2 + 1, t.nextState()[2 * r + 1]);
      assertEquals(r % 2 == 0 ? 0.5f : 0.25f, t.action()[r]);
      assertEquals(r % 2 + 1, t.reward()[r]);
      assertEquals(100 - t.episode()[r], t.h()[r]);
    }
  }

  @Test
  void costsInInfosOfEachStateLabelTheStates() {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      WritableGroup group = hdf.putGroup("episode_0");
      group.putDataset("observations", new double[][] {{0}, {1}, {2}});
      group.putDataset("actions", new double[][] {{0}, {0}});
      group.putGroup("infos").putDataset("cost", new double[] {0, 1, 1});
    }
    DataOptions options = new DataOptions(0.05, DataOptions.Sign.FROM_FILE, "", null, "", 9);
    Transitions t = DataFile.read(path, options).file().transitions();
    assertArrayEquals(new float[] {1, -1}, Arrays.copyOf(t.h(), 2));
  }

  @Test
  void ofAsManyStatesAsActionsTheLastHasNoNextState() {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      WritableGroup group = hdf.putGroup("episode_0");
      group.putDataset("observations", new double[][] {{0}, {1}, {2}});
      group.putDataset("actions", new double[][] {{0}, {0}, {0}});
    }
    assertEquals(2, DataFile.read(path, MARGIN).file().transitions().count());
  }

  @Test
  void aGroupWithOtherLengthsOrSizesIsNamed() {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      WritableGroup group = hdf.putGroup("episode_0");
      group.putDataset("observations", new double[][] {{0}, {1}, {2}, {3}});
      group.putDataset("actions", new double[][] {{0}, {0}});
    }
    requireRefused(
        "group episode_0: dataset actions has 2 rows and there are 4 states: the numbers must be"
            + " equal, or one more state than actions");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      for (int e = 0; e < 2; e++) {
        WritableGroup group = hdf.putGroup("episode_" + e);
        group.putDataset("observations", new double[3][1 + e]);
        group.putDataset("actions", new double[2][1]);
      }
    }
    requireRefused("group episode_1 has other datasets or sizes than episode_0: states of 2");
  }

  @Test
  void observationsInSeveralDatasetsAreNamedWithTheWayOut() {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      WritableGroup demo = hdf.putGroup("data").putGroup("demo_0");
      demo.putDataset("actions", new double[3][7]);
      WritableGroup obs = demo.putGroup("obs");
      obs.putDataset("robot0_joint_pos", new double[3][7]);
      obs.putDataset("robot0_joint_vel", new double[3][7]);
    }
    requireRefused("seems to be robomimic");
    requireRefused("/data/demo_0/obs/: robot0_joint_pos (3 × 7), robot0_joint_vel (3 × 7)");
    requireRefused("write them side by side as the dataset state");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      WritableGroup episode = hdf.putGroup("episode_0");
      episode.putDataset("actions", new double[2][4]);
      WritableGroup obs = episode.putGroup("observations");
      obs.putDataset("observation", new double[3][10]);
      obs.putDataset("desired_goal", new double[3][3]);
    }
    requireRefused("/episode_0/observations/: desired_goal (3 × 3), observation (3 × 10)");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("action", new double[2][14]);
      WritableGroup obs = hdf.putGroup("observations");
      obs.putDataset("qpos", new double[2][14]);
      obs.putDataset("qvel", new double[2][14]);
    }
    requireRefused("/observations/: qpos (2 × 14), qvel (2 × 14)");
  }

  @Test
  void whatIsInAFileOfAnotherLayoutIsNamed() {
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("q", new double[2][7]);
      hdf.putGroup("meta").putDataset("id", new int[2]);
    }
    requireRefused("dataset state or observations is missing: it has meta/, q (2 × 7)");
  }

  private void requireRefused(String what) {
    DataException e = assertThrows(DataException.class, () -> DataFile.read(path, MARGIN));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }
}

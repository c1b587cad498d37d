package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

class DataFileTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() {
    TransitionFile file = small();
    Path path = folder.resolve("t.h5");
    file.write(path);
    TransitionFile read = DataFile.read(path, DataOptions.NONE).file();
    assertEquals(file.dt(), read.dt());
    assertEquals(file.joints(), read.joints());
    assertEquals("panda", read.robot());
    assertEquals(5, read.transitions().count());
    assertEquals(3.5f, read.transitions().state()[7]);
    assertEquals(-0.04f, read.transitions().h()[4]);
    assertEquals(2, read.transitions().episode()[4]);
    try (HdfFile hdf = new HdfFile(path)) {
      float[] cost = (float[]) hdf.getDatasetByPath("cost").getData();
      assertEquals("[0.0, 0.0, 0.0, 0.0, 1.0]", Arrays.toString(cost));
      float[] done = (float[]) hdf.getDatasetByPath("done").getData();
      assertEquals("[0.0, 1.0, 0.0, 1.0, 1.0]", Arrays.toString(done));
    }
  }

  @Test
  void theSeedKeepsAllItsDigits() {
    Path path = folder.resolve("seed.h5");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putAttribute("seed", "9007199254740993");
      hdf.putDataset("observations", new float[][] {{0, 1}, {1, 1}});
      hdf.putDataset("actions", new float[][] {{0.1f}, {0.2f}});
      hdf.putDataset("next_observations", new float[][] {{1, 1}, {2, 1}});
      hdf.putDataset("costs", new float[] {0, 1});
      hdf.putDataset("timeouts", new byte[] {0, 1});
    }
    assertEquals(9007199254740993L, DataFile.read(path, withDt(0.05)).file().seed());
  }

  @Test
  void theLayoutOfDsrlIsRead_withLabelsFromCostsAndEpisodesFromTimeouts() {
    Path path = folder.resolve("dsrl.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("observations", new float[][] {{0, 1}, {1, 1}, {2, 1}, {9, 1}});
      hdf.putDataset("actions", new float[][] {{0.1f}, {0.2f}, {0.3f}, {0.4f}});
      hdf.putDataset("next_observations", new float[][] {{1, 1}, {2, 1}, {3, 1}, {10, 1}});
      hdf.putDataset("rewards", new float[] {1, 2, 3, 4});
      hdf.putDataset("costs", new float[] {0, 0, 1, 0});
      hdf.putDataset("terminals", new byte[] {0, 0, 0, 0});
      hdf.putDataset("timeouts", new byte[] {0, 0, 1, 0});
    }
    assertComplaint(path, DataOptions.NONE, "does not state dt");
    DataFile.Contents read = DataFile.read(path, withDt(0.05));
    Transitions t = read.file().transitions();
    assertEquals(4, t.count());
    assertArrayEquals(new float[] {1, 1, -1, 1}, Arrays.copyOf(t.h(), 4));
    assertArrayEquals(new int[] {0, 0, 0, 1}, Arrays.copyOf(t.episode(), 4));
    assertEquals(0.05, read.file().dt());
    assertTrue(read.notes().toString().contains("h is −1 where there is a cost"));
    DataOptions expression =
        new DataOptions(0.05, DataOptions.Sign.FROM_FILE, "2.5 - abs(x0)", null, "car", 100);
    assertComplaint(path, expression, "h contradicts the cost in 2 of 4 rows, first in row 2");
  }

  @Test
  void theSignOfVocbfFilesIsToldByTheirCosts_andTurnedWhereItMustBe() {
    Path path = folder.resolve("fisor.hdf5");
    vocbf(path, new float[] {-1, -0.5f, 0.5f}, new float[] {0, 0, 1});
    DataFile.Contents read = DataFile.read(path, withDt(0.05));
    assertArrayEquals(
        new float[] {1, 0.5f, -0.5f}, Arrays.copyOf(read.file().transitions().h(), 3));
    assertTrue(
        read.notes().toString().contains("3 of 3 rows indicate that a positive h is unsafe"));
    DataOptions declaredWrong =
        new DataOptions(0.05, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 100);
    assertComplaint(path, declaredWrong, "the sign of h seems to be inverted");
  }

  @Test
  void aSignThatFlipsInsideAFileIsFoundWithItsRow() {
    Path path = folder.resolve("flip.hdf5");
    vocbf(path, new float[] {1, -1, 1, -1}, new float[] {0, 1, 0, 0});
    assertComplaint(path, withDt(0.05), "h contradicts the cost in 1 of 4 rows, first in row 3");
  }

  @Test
  void aSignThatNobodyTellsIsNotGuessed() {
    Path path = folder.resolve("sign.hdf5");
    vocbf(path, new float[] {1, 1, 2}, new float[] {0, 0, 0});
    assertComplaint(path, withDt(0.05), "declare the sign of h");
  }

  @Test
  void ofMoreRowsThanWantedWholeEpisodesAreKept() {
    Transitions t = new Transitions(2, 1);
    for (int i = 0; i < 20_000; i++) {
      t.add(new float[] {i, 0}, new float[1], new float[] {i + 1, 0}, i % 7 - 3, 0, i / 10);
    }
    Path path = folder.resolve("long.h5");
    new TransitionFile(t, 0.02, "x", List.of("a", "b"), 1).write(path);
    DataFile.Contents read =
        DataFile.read(path, new DataOptions(0, DataOptions.Sign.FROM_FILE, "", null, "", 5_000));
    int kept = read.file().transitions().count();
    assertEquals(20_000, read.rowsInFile());
    assertTrue(kept > 4_000 && kept < 6_000 && kept % 10 == 0, "kept " + kept);
    assertTrue(read.notes().toString().contains("of 20000 rows about 5000 are kept"));
  }

  @Test
  void wrongShapesAreNamed() {
    Path path = folder.resolve("shape.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("state", new float[][] {{0}, {1}, {2}});
      hdf.putDataset("action", new float[][] {{0}});
      hdf.putDataset("h", new float[] {0, 1, 1});
    }
    assertComplaint(path, withDt(0.05), "dataset action has 1 rows and there are 3 states");
    Path flat = folder.resolve("flat.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(flat)) {
      hdf.putDataset("state", new float[] {0, 1});
    }
    assertComplaint(flat, withDt(0.05), "it must be rows of numbers");
  }

  @Test
  void aNumberThatIsNotFiniteIsNamedWithItsRow() {
    TransitionFile file = small();
    file.transitions().state()[6] = Float.NaN;
    Path path = folder.resolve("nan.h5");
    file.write(path);
    assertComplaint(path, DataOptions.NONE, "state in row 3 contains NaN");
  }

  @Test
  void aPeriodThatContradictsTheFileIsRefused() {
    Path path = folder.resolve("dt.h5");
    small().write(path);
    assertComplaint(path, withDt(0.05), "dt is 0.02 s in the file and 0.05 s as declared");
  }

  @Test
  void aFileCutShortOrOfAnotherKindIsSaidToBeSo() throws IOException {
    Path path = folder.resolve("cut.h5");
    small().write(path);
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length / 2));
    assertComplaint(path, DataOptions.NONE, "cut.h5");
    Path text = folder.resolve("text.h5");
    Files.writeString(text, "hello");
    assertComplaint(text, DataOptions.NONE, "is not HDF5");
    assertComplaint(folder.resolve("nowhere.h5"), DataOptions.NONE, "does not exist");
  }

  @Test
  void csvIsRead() throws IOException {
    Path path =
        csv(
            "episode,t,state.q,state.v,action.u,h",
            "0,0.00,0.1,1,0.5,0.9",
            "0,0.02,0.2,1,0.6,0.8",
            "0,0.04,0.3,1,0.7,0.7",
            "1,7.00,0.5,1,0.5,0.5",
            "1,7.02,0.6,1,0.5,-0.4");
    DataFile.Contents read = DataFile.read(path, sign(DataOptions.Sign.POSITIVE_IS_SAFE));
    Transitions t = read.file().transitions();
    assertEquals(3, t.count());
    assertEquals(0.02, read.file().dt(), 1e-12);
    assertEquals(List.of("q", "v"), read.file().joints());
    assertEquals(0.3f, t.nextState()[2]);
    assertComplaint(path, DataOptions.NONE, "declare the sign of h");
    DataOptions expression =
        new DataOptions(0, DataOptions.Sign.FROM_FILE, "min(q, 1 - hypot(v, 0))", null, "", 100);
    assertEquals(0, DataFile.read(path, expression).file().transitions().h()[0]);
    DataOptions wrong = new DataOptions(0, DataOptions.Sign.FROM_FILE, "1 - z", null, "", 100);
    assertComplaint(path, wrong, "it must be an expression over [q, v]");
  }

  @Test
  void gapsDuplicateStampsAndNonsenseInCsvAreNamedWithTheirRow() throws IOException {
    DataOptions safe = sign(DataOptions.Sign.POSITIVE_IS_SAFE);
    String header = "t,state.q,action.u,h";
    Path gap = csv(header, "0,1,1,1", "0.02,1,1,1", "0.08,1,1,1");
    assertComplaint(gap, safe, "row 2 comes 0.06 s after the previous row: dt is 0.02 s");
    Path twice = csv(header, "0,1,1,1", "0.02,1,1,1", "0.02,1,1,1");
    assertComplaint(twice, safe, "the stamp of row 2 is 0.02 after 0.02");
    Path word = csv(header, "0,1,1,1", "0.02,one,1,1");
    assertComplaint(word, safe, "row 1 contains 'one': it must be a number");
    for (String clock : List.of("2026-12-01T09:00:00.010", "09:00:00.01", "1/12/2026 9:00")) {
      assertComplaint(
          csv(header, clock + ",1,1,1", "0.02,1,1,1"),
          safe,
          "t is '" + clock + "' in row 0, a date or a time of day: write seconds");
    }
    Path mixed = csv(header + ",episode", "0,1,1,1,0", "0,1,1,1,1", "1,1,1,1,0", "1,1,1,1,1");
    assertComplaint(
        mixed,
        safe,
        "episode 0 goes on in row 2 after another episode: sort the rows by episode and t");
    Path ragged = csv(header, "0,1,1,1", "0.02,1");
    assertComplaint(ragged, safe, "row 1 has 2 columns: the header has 4");
    Path columns = csv("a,b", "0,1");
    assertComplaint(columns, safe, "it must have t, state.NAME and action.NAME");
  }

  private Path csv(String... lines) throws IOException {
    Path path = folder.resolve("d.csv");
    Files.write(path, List.of(lines));
    return path;
  }

  private static void vocbf(Path path, float[] h, float[] cost) {
    float[][] state = new float[h.length][2];
    float[][] action = new float[h.length][1];
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("state", state);
      hdf.putDataset("action", action);
      hdf.putDataset("next_state", state);
      hdf.putDataset("reward", new float[h.length]);
      hdf.putDataset("done", new float[h.length]);
      hdf.putDataset("h", h);
      hdf.putDataset("cost", cost);
    }
  }

  private static DataOptions withDt(double dt) {
    return new DataOptions(dt, DataOptions.Sign.FROM_FILE, "", null, "", 1_000);
  }

  private static DataOptions sign(DataOptions.Sign sign) {
    return new DataOptions(0, sign, "", null, "", 1_000);
  }

  static void assertComplaint(Path path, DataOptions options, String complaint) {
    String message =
        assertThrows(DataException.class, () -> DataFile.read(path, options)).getMessage();
    assertTrue(message.contains(complaint), message);
  }

  private static TransitionFile small() {
    Transitions t = new Transitions(2, 1);
    int[] episode = {0, 0, 1, 1, 2};
    for (int i = 0; i < 5; i++) {
      t.add(
          new float[] {i, i + 0.5f},
          new float[] {-i},
          new float[] {i + 1, i + 1.5f},
          i == 4 ? -0.04f : 0.1f * i,
          -i,
          episode[i]);
    }
    return new TransitionFile(t, 0.02, "panda", List.of("panda_joint1"), 9);
  }
}

package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.DataFileTest.assertComplaint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.sim.TransitionFile;

/** Names of episodes and columns, as people write them. */
class EpisodeNamesTest {
  private static final DataOptions SAFE =
      new DataOptions(0, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"01, 1", "1, 01", "001, 01", "1, 001", "10, 010"})
  void aNumberWithOtherZerosInFrontIsAnotherEpisode(String first, String second)
      throws IOException {
    TransitionFile read = episodes(first, second);
    assertEquals(2, read.transitions().count(), "no transition leads over the border");
    int[] numbers = read.transitions().episode();
    assertTrue(numbers[0] != numbers[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "01, 02, 1, 2",
    "09, 10, 9, 10",
    "10, 09, 10, 9",
    "1.0, 2, 1, 2",
    "099, 1000, 99, 1000"
  })
  void numbersOfOneWidthAreKept(String first, String second, int a, int b) throws IOException {
    int[] numbers = episodes(first, second).transitions().episode();
    assertEquals(List.of(a, b), List.of(numbers[0], numbers[1]));
  }

  private TransitionFile episodes(String first, String second) throws IOException {
    return DataFile.read(
            csv(
                "t,state.q,action.u,h,episode",
                "0,1,1,1," + first,
                "0.02,1,1,1," + first,
                "0,1,1,1," + second,
                "0.02,1,1,1," + second),
            SAFE)
        .file();
  }

  @Test
  void anEpisodeThatComesBackAfterAnotherIsRefused() throws IOException {
    Path path =
        csv("t,state.q,action.u,h,episode", "0,1,1,1,7", "0.02,1,1,1,7", "0,1,1,1,8", "0,1,1,1,7");
    assertComplaint(path, SAFE, "episode 7 goes on in row 3 after another episode: sort the rows");
  }

  @Test
  void headersMayHaveCapitalsAndSpaces_andNamesOfStatesKeepTheirCapitals() throws IOException {
    TransitionFile read =
        DataFile.read(
                csv("T,\" State. Q1 \",ACTION.u,H,Episode,Cost", "0,2,3,-1,5,1", ".02,4,3,1,5,0"),
                SAFE)
            .file();
    assertEquals(List.of("Q1"), read.joints());
    assertEquals(5, read.transitions().episode()[0]);
    assertEquals(4, read.transitions().nextState()[0]);
    assertEquals(-1, read.transitions().h()[0]);
  }

  @Test
  void aCostThatIsNotANumberIsRefused_forItWouldPassForNone() throws IOException {
    Path path = csv("t,state.q,action.u,h,cost", "0,1,1,1,NaN", "0.02,1,1,1,0");
    assertComplaint(path, SAFE, "cost in row 0 contains NaN: all numbers must be finite");
  }

  @Test
  void aFlagIsNoMargin_andAllSafeIsNoFlag() throws IOException {
    assertComplaint(labelled(0), SAFE, "h is 0 in 9 rows and 1 in the others, as a flag is");
    assertEquals(19, DataFile.read(labelled(1), SAFE).file().transitions().count());
  }

  /** A file whose last ten labels are given, and 1 before. */
  private Path labelled(int late) throws IOException {
    String[] rows = new String[21];
    rows[0] = "t,state.q,action.u,h";
    for (int r = 0; r < 20; r++) {
      rows[r + 1] = 0.02 * r + ",1,1," + (r < 10 ? 1 : late);
    }
    return csv(rows);
  }

  @Test
  void withoutEpisodesJumpsOfTheStateAreTold() throws IOException {
    String[] rows = new String[61];
    rows[0] = "t,state.q,action.u,h";
    for (int r = 0; r < 60; r++) {
      rows[r + 1] = 0.02 * r + "," + (100 * (r / 20) + r % 20) + ",1,1";
    }
    String notes = DataFile.read(csv(rows), SAFE).notes().toString();
    assertTrue(notes.contains("the state jumps in 2 transitions, first in number 19"), notes);
  }

  private Path csv(String... rows) throws IOException {
    return Files.write(folder.resolve("t.csv"), Arrays.asList(rows));
  }
}

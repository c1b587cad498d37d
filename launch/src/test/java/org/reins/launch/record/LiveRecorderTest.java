package org.reins.launch.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.learning.data.DataFile;
import org.reins.learning.data.DataOptions;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.robot.ReinsException;
import org.reins.sim.Transitions;

/** Frames of what a filter publishes. */
class LiveRecorderTest {
  private static final long PERIOD = 50_000_000;

  @TempDir private Path folder;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private static FilterDetail detail(long stamp, double q, double sent) {
    double[] none = {};
    return new FilterDetail(
        stamp,
        List.of("a"),
        new double[] {q},
        new double[] {2 * q},
        new double[] {Double.NaN},
        new double[] {3 * q},
        new double[] {sent},
        none,
        none,
        none,
        none,
        List.of());
  }

  private static FilterStatus status(int level) {
    FilterStatus status = new FilterStatus();
    status.barrierMargin = 0.25;
    status.intervention = 0.5;
    status.level = level;
    status.action = 1;
    return status;
  }

  private Transitions read(Path set) {
    DataOptions options =
        new DataOptions(0, DataOptions.Sign.FROM_FILE, "1 - abs(a)", null, "", 100_000);
    return DataFile.read(set, options).file().transitions();
  }

  @Test
  void whenCyclesAreMissingOrUnknown_anEpisodeEnds_andNoTransitionLeadsOverTheGap() {
    Path set = folder.resolve("set");
    LiveRecorder recorder = new LiveRecorder(set, "arm", 100, warnings::add);
    recorder.detail(detail(0, 9, 9));
    recorder.status(status(2));
    for (int k = 1; k <= 20; k++) {
      if (k != 8) {
        // Late by less than half a period is no gap.
        recorder.detail(detail(k * PERIOD + k % 3, 0.1 * k, k == 14 ? Double.NaN : k));
      }
    }
    recorder.finish();
    assertEquals(18, recorder.frames());
    assertEquals(3, recorder.episodes());
    assertTrue(recorder.health().contains("1 gaps, 1 cycles before the first status"));
    assertTrue(recorder.health().contains(", 1 cycles with an unknown state"), recorder.health());
    Transitions t = read(set);
    // 1 to 7, 9 to 13, 15 to 20.
    assertEquals(6 + 4 + 5, t.count());
    assertArrayEquals(new float[] {0.1f, 0.2f}, Arrays.copyOf(t.state(), 2));
    assertEquals(1, t.action()[0]);
    assertEquals(2, t.episode()[t.count() - 1]);
    assertEquals(List.of(), warnings);
  }

  @Test
  void whenAnEpisodeIsAsLongAsAllowed_theNextOneBegins() {
    Path set = folder.resolve("set");
    LiveRecorder recorder = new LiveRecorder(set, "arm", 4, warnings::add);
    recorder.status(status(0));
    for (int k = 0; k < 10; k++) {
      recorder.detail(detail(k * PERIOD, k, k));
    }
    recorder.finish();
    assertEquals(3, recorder.episodes());
    assertEquals(3 + 3 + 1, read(set).count());
  }

  @Test
  void whenNothingWasHeard_noFolderIsMade() {
    Path set = folder.resolve("set");
    LiveRecorder recorder = new LiveRecorder(set, "arm", 4, warnings::add);
    recorder.finish();
    assertFalse(Files.exists(set));
    assertEquals(0, recorder.frames());
  }

  @Test
  void whenTheFolderIsTaken_itIsSaidAndNothingIsChanged() throws Exception {
    Path set = Files.createDirectory(folder.resolve("set"));
    Files.writeString(set.resolve("mine.txt"), "mine");
    LiveRecorder recorder = new LiveRecorder(set, "arm", 4, warnings::add);
    recorder.status(status(0));
    recorder.detail(detail(0, 1, 1));
    ReinsException e = assertThrows(ReinsException.class, recorder::finish);
    assertTrue(e.getMessage().contains("it exists already; give a new folder"), e.getMessage());
    assertEquals(List.of(e.getMessage()), warnings);
  }
}

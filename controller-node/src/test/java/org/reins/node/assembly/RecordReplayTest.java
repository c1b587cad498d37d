package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.replay.Recording;
import org.reins.node.replay.ReplayResult;
import org.reins.node.story.RunReport;
import org.reins.robot.ReinsException;

/** The real node records a simulated Panda; the filter runs again on what was recorded. */
@Tag("realtime")
class RecordReplayTest {
  private static final int ATTEMPTS = 3;

  @TempDir static Path root;
  private static Path folder;
  private static List<Path> bags;

  @TempDir Path scratch;

  /** A machine that is too busy to write what the loop records loses cycles: then once more. */
  @BeforeAll
  static void recordWithoutLoss() throws Exception {
    long gaps = 1;
    for (int k = 0; k < ATTEMPTS && gaps > 0; k++) {
      folder = Files.createDirectory(root.resolve("run" + k));
      record();
      try (ReplaySetup setup = new ReplaySetup(Recording.open(folder))) {
        gaps = setup.exact().gaps();
      }
    }
    assumeTrue(gaps == 0, "this machine is too busy to record without loss");
  }

  private static void record() throws Exception {
    RecordedPanda panda =
        new RecordedPanda(folder, Map.of("record.file_size", ParameterValue.of(1)));
    try (panda) {
      panda.start();
      panda.swing(1.2, 500);
      panda.pushed(30, 200);
      panda.swing(-1.2, 400);
      panda.stopAndReset();
      panda.set("envelope.speed_scale", 0.4);
      panda.set("filter.alpha", 5);
      panda.swing(0.8, 400);
      panda.reset();
      panda.swing(-0.8, 500);
      // A second activation of the same filter.
      panda.change("deactivate");
      panda.activate();
      panda.swing(0.4, 300);
      // Fewer cycles than states: a second file comes later.
      for (int k = 0; k < 100 && files().size() < 2; k++) {
        panda.swing(k % 2 == 0 ? -0.4 : 0.4, 300);
      }
    }
    bags = files();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> f.toString().endsWith(".mcap")).sorted().toList();
    }
  }

  @Test
  void withNothingChangedEveryBitIsAsRecorded() {
    assertTrue(bags.size() > 1, () -> "files " + bags);
    try (ReplaySetup setup = new ReplaySetup(Recording.open(folder))) {
      ReplayResult r = setup.exact();
      assertTrue(r.cycles() > 2000, r.cycles() + " cycles");
      assertEquals(2, r.begins());
      assertEquals(0, r.gaps());
      assertEquals(List.of(), r.notes());
      assertEquals(r.cycles(), r.compared());
      assertEquals(0, r.differing(), () -> "first " + r.first() + ", largest " + r.worst());
      assertTrue(r.isSame());
      assertTrue(r.stopsBefore().stream().anyMatch(s -> s.endsWith("EMERGENCY_STOP")));
      assertEquals(r.stopsBefore(), r.stopsAfter());
      assertEquals(Map.of(), setup.program());
    }
  }

  @Test
  void theRunLeavesAReport_thatTellsWhatItsRecordingTells() throws IOException {
    String name = bags.get(0).getFileName().toString().replace("_000.mcap", ".html");
    String left = Files.readString(folder.resolve(name));
    assertTrue(left.contains("1 stop: emergency_stop"), left);
    assertEquals(happened(RunReport.page(folder, RunReport.SHORTEST)), happened(left));
  }

  private static String happened(String page) {
    return page.substring(
        page.indexOf("<h2>What the filter did"), page.indexOf("<h2>Configuration"));
  }

  @Test
  void aChangedParameterDiffersAndIsTheCause() {
    try (ReplaySetup setup = new ReplaySetup(Recording.open(bags.get(0)))) {
      setup.parameters(Map.of("filter.damping_ratio", ParameterValue.of(0.4)));
      assertEquals(Map.of("parameters", "filter.damping_ratio from 1.0 to 0.4"), setup.changed());
      ReplayResult r = setup.with("parameters");
      assertTrue(r.commands() > 0 && r.first() != null);
      assertTrue(Arrays.stream(r.largest()).max().orElse(0) > 0.1, () -> "" + r.worst());
      assertTrue(setup.exact().isSame());
    }
  }

  @Test
  void aLiveParameterOfTheReplayReplacesThatOfTheRecording() {
    try (ReplaySetup setup = new ReplaySetup(Recording.open(bags.get(0)))) {
      setup.parameters(Map.of("envelope.speed_scale", ParameterValue.of(0.1)));
      ReplayResult r = setup.with("parameters");
      assertTrue(r.commands() > 0);
    }
  }

  @Test
  void aParameterWithItsRecordedValueChangesNothing() {
    try (ReplaySetup setup = new ReplaySetup(Recording.open(bags.get(0)))) {
      setup.parameters(Map.of("filter.damping_ratio", ParameterValue.of(1.0)));
      setup.replace("robot", "panda");
      setup.replace("barrier", ModelFiles.BUILT_IN);
      assertEquals(Map.of(), setup.changed());
    }
  }

  @Test
  void withAnotherBarrierItsRowIsGoneAndItIsTheOnlyCause() {
    try (ReplaySetup setup = new ReplaySetup(Recording.open(bags.get(0)))) {
      setup.replace("barrier", ModelFiles.NONE);
      assertEquals(Set.of("barrier"), setup.changed().keySet());
      ReplayResult r = setup.with("barrier");
      assertFalse(r.rowsAfter().containsKey("learned barrier"));
      assertTrue(r.cycles() > 0);
    }
  }

  @Test
  void aRobotWithAnotherNumberOfJointsIsRefused() {
    try (ReplaySetup setup = new ReplaySetup(Recording.open(bags.get(0)))) {
      setup.replace("barrier", ModelFiles.NONE);
      setup.replace("robot", "ur5e");
      ReinsException e = assertThrows(ReinsException.class, setup::withAll);
      assertTrue(e.getMessage().contains("7 numbers in position"), e.getMessage());
    }
  }

  @Test
  void ofACutFileTheCompleteChunksAreReplayed() throws Exception {
    byte[] all = Files.readAllBytes(bags.get(0));
    Path cut = Files.write(scratch.resolve("cut.mcap"), Arrays.copyOf(all, all.length * 3 / 4));
    try (ReplaySetup setup = new ReplaySetup(Recording.open(cut))) {
      ReplayResult r = setup.exact();
      assertTrue(r.cycles() > 0 && r.isSame());
      assertEquals(1, r.notes().size());
      assertTrue(r.notes().get(0).contains("incomplete after"), () -> "" + r.notes());
    }
  }

  @Test
  void aDamagedChunkEndsTheReplayAndSaysSo() throws Exception {
    byte[] all = Files.readAllBytes(bags.get(0));
    // Also indices lie in between, which are not read.
    for (int at = all.length / 2; at < all.length - 100; at += 5_000) {
      all[at] ^= 0x55;
    }
    Path damaged = Files.write(scratch.resolve("damaged.mcap"), all);
    try (ReplaySetup setup = new ReplaySetup(Recording.open(damaged))) {
      ReplayResult r = setup.exact();
      assertTrue(r.cycles() > 0 && r.isSame());
      assertTrue(r.notes().get(0).contains("chunk"), () -> "" + r.notes());
    }
  }

  @Test
  void aFileFromTheMiddleOfARunIsReplayedButNotComparedBitByBit() throws Exception {
    Path later = Files.copy(bags.get(1), scratch.resolve("later.mcap"));
    try (ReplaySetup setup = new ReplaySetup(Recording.open(later))) {
      ReplayResult r = setup.exact();
      assertTrue(r.cycles() > r.compared());
      assertTrue(r.isSame(), () -> "" + r.first());
    }
  }

  @Test
  void whatIsNoRecordingIsRefusedWithOneSentence() throws IOException {
    Path text = Files.writeString(scratch.resolve("text.mcap"), "hello");
    Path empty = Files.write(scratch.resolve("empty.mcap"), new byte[0]);
    Path none = scratch.resolve("none.mcap");
    for (Path p : List.of(text, empty, none, scratch)) {
      ReinsException e = assertThrows(ReinsException.class, () -> Recording.open(p));
      assertTrue(e.getMessage().contains(p.toString()), e.getMessage());
      assertFalse(e.getMessage().contains("\n"));
    }
  }
}

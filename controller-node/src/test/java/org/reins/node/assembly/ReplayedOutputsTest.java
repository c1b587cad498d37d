package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.replay.Recording;
import org.reins.node.replay.ReplayResult;

/** What the filter sends in other ways than torques is replayed to the bit, too. */
@Tag("realtime")
class ReplayedOutputsTest {
  @TempDir Path folder;

  private void assertReplays(Map<String, ParameterValue> change) {
    try (ReplaySetup setup = new ReplaySetup(Recording.open(folder))) {
      ReplayResult r = setup.exact();
      assumeTrue(r.gaps() == 0, "this machine is too busy to record without loss");
      assertTrue(r.cycles() > 500, r.cycles() + " cycles");
      assertEquals(List.of(), r.notes());
      assertEquals(r.cycles(), r.compared());
      assertEquals(0, r.differing(), () -> "first " + r.first() + ", largest " + r.worst());
      assertTrue(r.stopsBefore().stream().anyMatch(s -> s.endsWith("EMERGENCY_STOP")));
      assertEquals(r.stopsBefore(), r.stopsAfter());
      setup.parameters(change);
      ReplayResult other = setup.with("parameters");
      assertTrue(other.commands() > 0, "the changed parameter changed no command");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"velocity", "position", "trajectory"})
  void anArmsOutputIsReplayedToTheBit(String mode) throws Exception {
    RecordedPanda panda = new RecordedPanda(folder, Map.of("output.mode", ParameterValue.of(mode)));
    try (panda) {
      panda.start();
      panda.swing(1.2, 500);
      panda.pushed(20, 100);
      panda.swing(-1.2, 400);
      panda.stopAndReset();
      panda.set("envelope.speed_scale", 0.4);
      panda.swing(0.8, 300);
    }
    assertReplays(Map.of("filter.damping_ratio", ParameterValue.of(0.4)));
  }

  @Test
  void aRobotOnLegsIsReplayedToTheBit() throws Exception {
    RecordedGo1 go1 = new RecordedGo1(folder);
    try (go1) {
      go1.start();
      go1.robot.twist.linear[0] = 0.3;
      go1.walk(600);
      go1.robot.twist.linear[0] = -0.2;
      go1.walk(300);
      go1.stop();
    }
    assertReplays(Map.of("walk.max_speed", ParameterValue.of(0.1)));
  }
}

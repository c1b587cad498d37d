package org.reins.launch.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.FilterReason;
import org.reins.launch.Main;
import org.reins.node.assembly.OfflineRobot;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.RobotCycle;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.Recorder;
import org.reins.node.record.RecorderSettings;
import org.reins.node.record.RunFacts;
import org.reins.node.replay.ReplayedRobot;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** A recording that the node's own cycle and recorder make, as a page. */
class RunReportTest {
  private static final int CYCLES = 300;

  @TempDir private Path folder;

  /** A run that ends with an emergency stop. */
  private Path recording() throws Exception {
    RobotModel panda = RobotFiles.load("panda");
    OfflineRobot offline = OfflineRobot.of(Map.of());
    ReplayedRobot robot = offline.robot();
    CycleLayout layout = robot.cycle().layout();
    RunFacts facts =
        new RunFacts(
            "panda",
            Map.of("robot", "panda", "note", "<script>alert(1)</script>"),
            Map.of(),
            Map.of());
    Recorder recorder =
        Recorder.start(
            new RecorderSettings(folder, 4_000_000_000L, 0),
            facts,
            layout,
            robot.topics(),
            "/safety_filter",
            System.err::println);
    try {
      RobotCycle cycle = recorder.recorded(robot.cycle());
      CycleReport report = new CycleReport(panda.dof());
      CycleSlot state = layout.slot();
      state.set(layout.word("followed"), 1);
      for (int i = 0; i < panda.dof(); i++) {
        state.set(layout.number("position") + i, panda.posture()[i]);
        state.set(layout.number("effort") + i, Double.NaN);
        state.set(layout.number("target") + i, panda.posture()[i] + 1);
        state.set(layout.number("stiffness") + i, 400.0);
      }
      robot.feed(state);
      assertTrue(cycle.begin(offline.tuning()));
      for (int k = 1; k <= CYCLES; k++) {
        state.set(layout.word("state_stamp"), 1_000_000L * k);
        state.set(layout.word("action_stamp"), 1_000_000L * k);
        robot.feed(state);
        cycle.take(FilterReason.NONE, 0.001, 0.001);
        cycle.tune(offline.tuning(), offline.tuning().planned().envelope(), System.nanoTime());
        if (k == CYCLES / 2) {
          cycle.stop(FilterReason.EMERGENCY_STOP);
        }
        cycle.step(false);
        cycle.send();
        cycle.report(report);
      }
    } finally {
      recorder.close();
    }
    assertEquals(0, recorder.lost());
    try (var files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void aRecordingBecomesOnePageThatNeedsNothingElse() throws Exception {
    Path recording = recording();
    Path page = folder.resolve("out").resolve("run.html");
    assertEquals(
        0,
        Main.execute("report", recording.toString(), "--at-least", "0", "--out", page.toString()));
    String html = Files.readString(page);
    assertTrue(html.contains("1 stop: emergency_stop"), html);
    assertTrue(html.contains("stopped until reset, emergency_stop"), html);
    assertTrue(html.contains(Remedies.of(FilterReason.EMERGENCY_STOP)), html);
    assertTrue(html.contains(">" + CYCLES + " cycles<"), html);
    assertTrue(html.contains("<polyline") && html.contains("viewport"), html);
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
    assertFalse(html.contains("<script"), html);
    for (String other : List.of("src=", "href=", "url(", "@import")) {
      assertFalse(html.contains(other), other);
    }
  }

  @Test
  void withoutAnOptionItLiesBesideTheRecording() throws Exception {
    Path recording = recording();
    assertEquals(0, Main.execute("report", recording.toString()));
    String name = recording.getFileName().toString().replace("_000.mcap", ".html");
    assertTrue(Files.readString(folder.resolve(name)).endsWith("</html>\n"));
  }
}

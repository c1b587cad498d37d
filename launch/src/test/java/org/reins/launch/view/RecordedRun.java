package org.reins.launch.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.reins.filter.FilterReason;
import org.reins.node.assembly.OfflineRobot;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.RobotCycle;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.Recorder;
import org.reins.node.record.RecorderSettings;
import org.reins.node.record.RunFacts;
import org.reins.node.replay.ReplayedRobot;
import org.reins.node.story.RunReport;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** A recording that the node's own cycle and recorder make. */
public final class RecordedRun {
  /** Number of cycles. */
  public static final int CYCLES = 300;

  private RecordedRun() {}

  /**
   * Records a run of a Panda with an emergency stop half-way.
   *
   * @return its file
   */
  public static Path in(Path folder) throws Exception {
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
            System.err::println,
            RunReport.during(facts, layout));
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
      return files.filter(f -> f.toString().endsWith(".mcap")).findFirst().orElseThrow();
    }
  }
}

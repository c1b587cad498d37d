package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.FilterReason;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.RobotCycle;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.Recorder;
import org.reins.node.record.RecorderSettings;
import org.reins.node.record.RunFacts;
import org.reins.node.story.RunReport;

/** What recording costs the thread that runs the cycle. */
class RecordCostTest {
  private static final int WARM_UP = 5_000;
  private static final int CYCLES = 2_000;

  @Test
  void theThreadThatRunsTheCycleAllocatesNothingForTheRecorder(@TempDir Path folder) {
    OfflineRobot panda = OfflineRobot.of(Map.of());
    CycleSlot slot = panda.robot().cycle().layout().slot();
    slot.set(panda.robot().cycle().layout().word("followed"), 1);
    CycleReport report = new CycleReport(panda.robot().joints().size());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RunFacts facts = new RunFacts("panda", Map.of(), Map.of(), Map.of());
    try (Recorder recorder =
        Recorder.start(
            new RecorderSettings(folder, 1_000_000_000, 0),
            facts,
            panda.robot().cycle().layout(),
            panda.robot().topics(),
            "/safety_filter",
            sentence -> {},
            RunReport.during(facts, panda.robot().cycle().layout()))) {
      RobotCycle cycle = recorder.recorded(panda.robot().cycle());
      panda.robot().feed(slot);
      cycle.begin(panda.tuning());
      long before = 0;
      for (int k = 0; k < WARM_UP + CYCLES; k++) {
        before = k == WARM_UP ? threads.getCurrentThreadAllocatedBytes() : before;
        cycle.take(FilterReason.NONE, 1e-3, 1e-3);
        cycle.tune(panda.tuning(), panda.tuning().planned().envelope(), k);
        cycle.step(false);
        cycle.send();
        cycle.report(report);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(bytes < CYCLES, () -> bytes + " bytes in " + CYCLES + " cycles");
      assertEquals("", recorder.failure());
    }
  }
}

package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.launch.models.LearnedModels;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Violation;

@Tag("campaign")
class EveryArmTest {
  static List<String> robots() {
    return RobotFiles.arms();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void wildTargetsBreakNoLimitBehindTheFilterAndTheBrakeIsRare(String name) {
    RobotModel robot = RobotFiles.load(name);
    WildTargets.Outcome outcome =
        new WildTargets(robot, LearnedModels.filter(robot, null), 1).run(5, 20);
    for (Violation kind : Violation.values()) {
      // The zone is known to nobody here: there is no learned barrier.
      if (kind != Violation.ZONE) {
        assertEquals(0, outcome.judge().events(kind), name + ": " + kind);
      }
    }
    assertTrue(outcome.fallbacks() < 0.005 * outcome.cycles(), name + ": " + outcome);
    assertTrue(outcome.turned() > 2, name + " moves: " + outcome);
  }
}

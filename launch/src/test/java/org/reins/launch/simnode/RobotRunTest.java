package org.reins.launch.simnode;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.reins.node.parameters.ParameterSpec;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.sim.legged.WalkScenario;

class RobotRunTest {
  private final ParameterSpecs specs = ParameterSpecs.ofNode("robot_sim");

  @Test
  void whatTheParametersAllowIsWhatARunAllows() {
    ParameterSpec seconds = specs.byName().get("seconds");
    ParameterSpec slot = specs.byName().get("slot_seconds");
    for (double s : new double[] {seconds.from(), seconds.to()}) {
      for (double g : new double[] {slot.from(), slot.to()}) {
        assertDoesNotThrow(() -> new RobotRun(1, s, g, false));
      }
      assertDoesNotThrow(() -> walk(s));
    }
    for (double s : new double[] {0.99 * seconds.from(), 1.01 * seconds.to()}) {
      assertThrows(IllegalArgumentException.class, () -> new RobotRun(1, s, slot.from(), false));
      assertThrows(IllegalArgumentException.class, () -> walk(s));
    }
    for (double g : new double[] {0.99 * slot.from(), 1.01 * slot.to()}) {
      assertThrows(IllegalArgumentException.class, () -> new RobotRun(1, seconds.from(), g, false));
    }
  }

  private static LeggedRun walk(double seconds) {
    return new LeggedRun(1, seconds, WalkScenario.NOMINAL, true, false);
  }
}

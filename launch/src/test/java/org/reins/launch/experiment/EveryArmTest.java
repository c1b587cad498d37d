package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.SafetyFilter;
import org.reins.launch.Models;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.ReachInterface;
import org.reins.sim.RobotState;
import org.reins.sim.Violation;

/** Every arm that comes with Reins, under targets that make no sense, at its own control rate. */
class EveryArmTest {
  private static final double SECONDS = 20;

  static List<String> robots() {
    return RobotFiles.builtIn();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void randomTargetsBreakNoLimitBehindTheFilter(String name) {
    RobotModel robot = RobotFiles.load(name);
    Judge with = run(robot, Models.filter(robot, null));
    for (Violation kind : Violation.values()) {
      if (kind != Violation.ZONE) {
        assertEquals(0, with.events(kind), name + ": " + kind);
      }
    }
  }

  private Judge run(RobotModel robot, SafetyFilter filter) {
    int n = robot.dof();
    double dt = 1 / robot.control().rateHz();
    EmbeddedArm arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    RobotState state = new RobotState(n);
    Judge judge = new Judge(robot);
    SplittableRandom random = new SplittableRandom(5);
    arm.reset(1, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    FilterInput input = new FilterInput(n, EnvelopeLevels.DEFAULT.at(4));
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = dt;
    copy(state, input);
    assertTrue(filter.reset(input));
    long fallbacks = 0;
    long cycles = Math.round(SECONDS / dt);
    double way = 0;
    for (long k = 0; k < cycles; k++) {
      if (k % Math.round(0.4 / dt) == 0) {
        for (int i = 0; i < n; i++) {
          input.target[i] = robot.posture()[i] + random.nextDouble(-1.5, 1.5);
          input.stiffness[i] = ReachInterface.stiffness(robot, i);
        }
      }
      copy(state, input);
      FilterOutput out = filter.step(input);
      if (out.action == FilterAction.FALLBACK) {
        fallbacks++;
      }
      arm.step(out.command, dt, state);
      judge.observe(arm.trueQ(), arm.trueQd(), out.command, dt);
      way += Math.abs(state.qd[0]) * dt;
    }
    assertTrue(fallbacks < 0.005 * cycles, robot.name() + ": " + fallbacks + " fallbacks");
    assertTrue(way > 2, robot.name() + " moves: " + way + " rad");
    return judge;
  }

  private static void copy(RobotState state, FilterInput input) {
    System.arraycopy(state.q, 0, input.q, 0, state.q.length);
    System.arraycopy(state.qd, 0, input.qd, 0, state.qd.length);
    System.arraycopy(state.acceptedEffort, 0, input.acceptedEffort, 0, state.q.length);
  }
}

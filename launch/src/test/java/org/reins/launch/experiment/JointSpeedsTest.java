package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.PositionSpeedLimit;
import org.reins.filter.qp.QpBackEnd;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimulatedDriver;

/** Speed limits that depend on the position, from a constraint file, on a simulated FR3. */
class JointSpeedsTest {
  private static final int PERIODS = 12_000;
  private static final int TARGET_PERIODS = 500;
  // What noise of the measurement and a period of delay may make of it, rad/s.
  private static final double NOISE = 0.02;

  private final RobotModel fr3 = RobotFiles.arm("fr3");
  // Far slower than the maker's, so that the other rows alone do not keep them.
  private final List<PositionSpeedLimit> wanted =
      PositionSpeedLimit.FR3.stream()
          .map(
              l ->
                  new PositionSpeedLimit(
                      l.cap() / 2, l.offset(), l.gain() / 8, l.lower(), l.upper()))
          .toList();

  private ConstraintFile limits() {
    StringBuilder yaml = new StringBuilder("schema: reins/constraints/1\njoint_speeds:\n");
    for (int i = 0; i < fr3.dof(); i++) {
      PositionSpeedLimit l = wanted.get(i);
      yaml.append("  - {joint: ").append(fr3.jointNames().get(i)).append(", cap: ").append(l.cap());
      yaml.append(", offset: ").append(l.offset()).append(", gain: ").append(l.gain());
      yaml.append(", lower: ").append(l.lower()).append(", upper: ").append(l.upper());
      yaml.append("}\n");
    }
    return ConstraintFile.parse(
        "fr3.yaml", yaml.toString(), fr3, Path.of("."), FilterSettings.DEFAULT.forConstraints(fr3));
  }

  /** Periods in which a joint was faster than its position allows. */
  private int tooFast(List<Constraint> further) {
    double dt = 1 / fr3.control().rateHz();
    SafetyFilter filter =
        new SafetyFilter(
            fr3,
            List.of(HalfSpace.table(0)),
            null,
            further,
            FilterSettings.DEFAULT,
            QpBackEnd.OWN::make);
    EmbeddedArm arm = new EmbeddedArm(fr3, PlantParameters.DEMO);
    SimulatedDriver driver = new SimulatedDriver(fr3, DriverProfile.of("ideal"), dt);
    RobotState state = new RobotState(fr3.dof());
    FilterInput in = new FilterInput(fr3.dof(), EnvelopeLevels.DEFAULT.at(4));
    SplittableRandom random = new SplittableRandom(3);
    arm.reset(1, fr3.posture(), state);
    driver.reset(1, state);
    driver.receive(in);
    in.actionFresh = true;
    filter.reset(in);
    int count = 0;
    for (int k = 0; k < PERIODS; k++) {
      if (k % TARGET_PERIODS == 0) {
        for (int i = 0; i < fr3.dof(); i++) {
          JointLimits l = fr3.joints().get(i).limits();
          in.target[i] = random.nextBoolean() ? l.lower() : l.upper();
          in.stiffness[i] = 4 * l.effort();
        }
      }
      if (k > 0) {
        driver.receive(in);
      }
      driver.send(filter.step(in).command);
      arm.step(driver.torque(state), dt, state);
      driver.sample(state);
      boolean beyond = false;
      for (int i = 0; i < fr3.dof(); i++) {
        PositionSpeedLimit l = wanted.get(i);
        double q = arm.trueQ()[i];
        double v = arm.trueQd()[i];
        beyond |= v > l.atMost(q) + NOISE || v < l.atLeast(q) - NOISE;
      }
      count += beyond ? 1 : 0;
    }
    return count;
  }

  @Test
  void theFilterKeepsTheSpeedsThatAFileLimitsByPosition_andWithoutTheFileTheyAreExceeded() {
    assertTrue(tooFast(List.of()) > 100, "without the file");
    assertEquals(0, tooFast(limits().constraints()));
  }
}

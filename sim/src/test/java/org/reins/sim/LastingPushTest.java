package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * An arm in STOP whose tool is pushed for a second with 30 % of what its motors can hold. The
 * states come from a driver that loses some of them.
 */
class LastingPushTest {
  private static final double SHARE = 0.3;
  private static final double FIRST = 0.5;
  private static final double HELD = 1;
  private static final double AFTER = 0.5;

  @ParameterizedTest
  @CsvSource({
    "gen3, broadcaster",
    "gen3, ideal",
    "panda, broadcaster",
    "panda, unitree",
    "ur5e, broadcaster",
    "ur5e, ur"
  })
  void anArmInStopThatIsPushedStaysInsideItsLimits(String name, String driver) {
    RobotModel robot = RobotFiles.load(name);
    List<String> wrong = new ArrayList<>();
    for (int direction = 0; direction < 6; direction++) {
      for (double rise : new double[] {0.05, 0.5, 3}) {
        String violated = push(robot, DriverProfile.of(driver), direction, rise);
        if (!violated.isEmpty()) {
          wrong.add("direction " + direction + ", within " + rise + " s:" + violated);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String push(RobotModel robot, DriverProfile profile, int direction, double rise) {
    int n = robot.dof();
    double dt = 1 / robot.control().rateHz();
    double[] force = new double[3];
    force[direction / 2] = direction % 2 == 0 ? 1 : -1;
    double most = SHARE * holdable(robot, force);
    EmbeddedArm arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    SimulatedDriver driver = new SimulatedDriver(robot, profile, dt);
    SafetyFilter filter =
        new SafetyFilter(robot, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
    FilterInput in = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    RobotState state = new RobotState(n);
    Judge judge = new Judge(robot);
    arm.reset(direction, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    driver.reset(direction, state);
    in.actionFresh = true;
    in.torqueActs = true;
    driver.receive(in);
    filter.reset(in);
    filter.emergencyStop();
    for (long k = 0; k < Math.round((FIRST + rise + HELD + AFTER) / dt); k++) {
      double t = k * dt - FIRST;
      double now = t < rise + HELD ? most * Math.max(0, Math.min(1, t / rise)) : 0;
      arm.push(now * force[0], now * force[1], now * force[2]);
      if (k > 0) {
        driver.receive(in);
      }
      FilterOutput out = filter.step(in);
      driver.send(out.silent ? null : out.command);
      arm.step(driver.torque(state), dt, state);
      driver.sample(state);
      judge.observe(arm.trueQ(), arm.trueQd(), driver.accepted(), dt);
    }
    StringBuilder violated = new StringBuilder();
    for (Violation v : Violation.values()) {
      // The zone of the demo is not a constraint of this filter.
      violated.append(v != Violation.ZONE && judge.events(v) > 0 ? " " + v.key() : "");
    }
    return violated.toString();
  }

  /** Largest force at the tool in a direction that the torque limits balance at the posture, N. */
  private static double holdable(RobotModel robot, double[] direction) {
    int n = robot.dof();
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    dynamics.update(robot.posture(), new double[n]);
    BodyPoint tool = dynamics.point(robot.bodyOf(robot.tool().link()), robot.tool().from());
    double[] at = new double[3];
    double[] jacobian = new double[3 * n];
    dynamics.position(tool, at);
    dynamics.jacobian(tool, at, jacobian);
    double most = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double perNewton = 0;
      for (int k = 0; k < 3; k++) {
        perNewton += jacobian[k * n + i] * direction[k];
      }
      double weight = robot.control().gravityCompensated() ? 0 : dynamics.gravity()[i];
      double limit = robot.joints().get(i).limits().effort();
      most = Math.min(most, (limit + Math.signum(perNewton) * weight) / Math.abs(perNewton));
    }
    return most;
  }
}

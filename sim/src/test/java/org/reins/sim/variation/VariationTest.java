package org.reins.sim.variation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimBackend;
import org.reins.sim.Violation;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.world.Cylinder;
import org.reins.sim.world.Displaced;

/** What varies, varies as it says, and nothing else does. */
class VariationTest {
  private static final double DT = 0.002;
  private static final Cell CELL = CellFile.load("ur5e-post");
  private static final RobotModel ROBOT = CELL.robot();

  /** Joint positions after half a second of a wave of torques about gravity's. */
  private static double[] driven(SimBackend arm) {
    RobotState state = new RobotState(ROBOT.dof());
    arm.reset(3, ROBOT.posture(), state);
    double[] hold = state.acceptedEffort.clone();
    double[] effort = hold.clone();
    for (int k = 0; k < 250; k++) {
      for (int i = 0; i < effort.length; i++) {
        effort[i] = hold[i] + 4 * Math.sin(0.02 * k + i);
      }
      arm.step(effort, DT, state);
    }
    return arm.trueQ().clone();
  }

  private static double largest(double[] a, double[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @ParameterizedTest
  @EnumSource(Variable.class)
  void whenAValueIsDrawnFromARange_thenItsShareIsFoundAgain(Variable v) {
    Range range = v.usual(6);
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 200; k++) {
      double share = random.nextDouble();
      double value = range.at(share);
      assertTrue(value >= range.low() && value <= range.high(), v + " " + value);
      double room = v.scale() == Variable.Scale.WHOLE ? 0.5 : 1e-9;
      assertEquals(share, range.share(value), room);
      new Conditions(Conditions.AS_IN_CELL.with(v, value).values());
    }
  }

  @Test
  void whenNothingDiffers_thenTheArmMovesAsInTheCellToTheBit() {
    SimBackend plain = new EmbeddedArm(CELL.simulated(), CELL.disturbances().plant());
    VariedCell same = new VariedCell(CELL, Conditions.AS_IN_CELL);
    assertArrayEquals(driven(plain), driven(same.arm()));
    assertEquals(CELL.disturbances().driver(), same.driver());
    assertEquals(CELL.world(), same.world());
  }

  @ParameterizedTest
  @EnumSource(
      value = Variable.class,
      names = {"PAYLOAD", "MASS", "FRICTION", "TORQUE_GAIN", "LAG", "DELAY", "PUSH"})
  void whenThePlantDiffers_thenTheArmMovesElsewhere(Variable v) {
    Conditions pushed = Conditions.AS_IN_CELL.with(Variable.PUSH_TIME, 0);
    double[] asInCell = driven(new VariedCell(CELL, pushed).arm());
    Conditions other = pushed.with(v, v.usual(6).high());
    double[] moved = driven(new VariedCell(CELL, other).arm());
    assertTrue(largest(asInCell, moved) > 1e-5, v + " " + largest(asInCell, moved));
  }

  @Test
  void whenASensorIsBiased_thenOnlyItsJointIsMeasuredWrong() {
    double bias = 0.07;
    Conditions c =
        Conditions.AS_IN_CELL
            .with(Variable.SENSOR_BIAS, bias)
            .with(Variable.BIASED_JOINT, 3)
            .with(Variable.POSITION_NOISE, 0.01);
    DisturbedArm arm =
        new DisturbedArm(new EmbeddedArm(ROBOT, new PlantParameters(0, 0, 1, 0)), c, 10);
    RobotState state = new RobotState(ROBOT.dof());
    arm.reset(1, ROBOT.posture(), state);
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < ROBOT.dof(); i++) {
        assertEquals(i == 2 ? bias : 0, state.q[i] - arm.trueQ()[i], 1e-12);
      }
      arm.step(state.acceptedEffort.clone(), DT, state);
    }
  }

  @Test
  void whenThePushBegins_thenAnArmAtRestMoves_andNotBefore() {
    Conditions c = Conditions.AS_IN_CELL.with(Variable.PUSH, 80).with(Variable.PUSH_TIME, 0.5);
    SimBackend arm = new DisturbedArm(new EmbeddedArm(ROBOT, PlantParameters.DEMO), c, 2);
    RobotState state = new RobotState(ROBOT.dof());
    arm.reset(1, ROBOT.posture(), state);
    double[] hold = state.acceptedEffort.clone();
    for (int k = 0; k < 499; k++) {
      arm.step(hold, DT, state);
    }
    assertEquals(0, largest(arm.trueQ(), ROBOT.posture()), 1e-6);
    for (int k = 0; k < 160; k++) {
      arm.step(hold, DT, state);
    }
    assertTrue(largest(arm.trueQ(), ROBOT.posture()) > 0.01);
  }

  @Test
  void whenAValueIsBeyondWhatIsAllowed_thenTheSentenceNamesItAndTheLimits() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Range(Variable.LOSS, 0, 0.7))
            .getMessage();
    assertTrue(message.contains("loss is 0.7") && message.contains("0.0 to 0.4"), message);
    assertThrows(IllegalArgumentException.class, () -> new Range(Variable.DELAY, 0, 1.5));
    assertThrows(IllegalArgumentException.class, () -> new Range(Variable.PUSH, 3, 1));
  }

  @Test
  void whenARegionIsElsewhere_thenItsDistanceMovesWithIt() {
    Cylinder believed = new Cylinder("post", 0.5, 0.1, 0.1, 0, 1);
    Displaced real = new Displaced(believed, 0.02, -0.03, 0.01);
    SplittableRandom random = new SplittableRandom(2);
    for (int k = 0; k < 100; k++) {
      double x = random.nextDouble(-1, 1);
      double y = random.nextDouble(-1, 1);
      double z = random.nextDouble(0, 1);
      assertEquals(believed.distance(x, y, z) - 0.01, real.distance(x + 0.02, y - 0.03, z), 1e-12);
    }
  }

  @Test
  void whenARunBreaksALimit_thenItsMarginIsBelowZeroAndElseItIsNot() {
    Judge judge = new Judge(ROBOT, CELL.world());
    SplittableRandom random = new SplittableRandom(4);
    double[] q = new double[ROBOT.dof()];
    double[] qd = new double[ROBOT.dof()];
    int broken = 0;
    for (int k = 0; k < 500; k++) {
      for (int i = 0; i < q.length; i++) {
        q[i] = ROBOT.posture()[i] + random.nextDouble(-1, 1);
        qd[i] = random.nextDouble(-1.02, 1.02) * ROBOT.joints().get(i).limits().velocity();
      }
      judge.reset();
      judge.observe(q, qd, new double[q.length], DT);
      RunMargin margin = new RunMargin(ROBOT, EnumSet.allOf(Violation.class));
      margin.observe(q, qd, judge);
      assertEquals(judge.events() > 0, margin.smallest() < 0);
      RunMargin zones = new RunMargin(ROBOT, EnumSet.of(Violation.ZONE));
      zones.observe(q, qd, judge);
      assertEquals(judge.events(Violation.ZONE) > 0, zones.smallest() < 0);
      broken += judge.events() > 0 ? 1 : 0;
    }
    assertTrue(broken > 20 && broken < 480, "broken " + broken);
  }
}

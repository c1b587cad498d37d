package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.constraint.RowName;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;

/** A policy that pushes the tool against the table and swings it along, on an ideal arm. */
class SmoothnessTest {
  private static final double DT = 0.001;
  private final RobotModel panda = RobotFiles.load("panda");
  private final double table;
  private final SafetyFilter filter;
  private final RigidBodyDynamics plant = new RigidBodyDynamics(panda);
  private final Cholesky cholesky = new Cholesky(7);
  private final FilterInput input = new FilterInput(7, EnvelopeLevels.DEFAULT.at(4));
  private final double[] acceleration = new double[7];
  private final double[] torque = new double[7];
  private FilterOutput out;

  SmoothnessTest() {
    System.arraycopy(panda.posture(), 0, input.q, 0, 7);
    table = tool()[2] - 0.25;
    filter =
        new SafetyFilter(
            panda, List.of(HalfSpace.table(table)), null, FilterSettings.DEFAULT, null);
  }

  @Test
  void whenRowsComeAndGo_noCommandStepsFartherThanTheTorqueRate() {
    start();
    double[] before = new double[7];
    long rowsBefore = 0;
    int changes = 0;
    for (int k = 0; k < 8_000; k++) {
      // Down into the table and out again, from side to side.
      aim(k / 700 % 2 == 0 ? 0.55 : -0.2, 0.4 * Math.sin(k * 0.004));
      step();
      for (int i = 0; i < 7; i++) {
        double change = Math.abs(out.command[i] - before[i]);
        double most = panda.joints().get(i).limits().effortRate() * DT;
        assertTrue(change <= most + 1e-9, "cycle " + k + ": joint " + (i + 1) + " by " + change);
      }
      changes += out.activeRows != rowsBefore ? 1 : 0;
      rowsBefore = out.activeRows;
      System.arraycopy(out.command, 0, before, 0, 7);
    }
    assertTrue(changes > 50, "rows changed " + changes + " times only");
  }

  @Test
  void atABoundaryTheCommandDoesNotChatter() {
    start();
    aim(0.55, 0);
    int acting = 0;
    int[] turns = new int[7];
    double[] before = new double[7];
    double[] rise = new double[7];
    double[] swing = new double[7];
    for (int k = 0; k < 6_000; k++) {
      step();
      if (k >= 4_000) {
        acting += out.activeRows != 0 ? 1 : 0;
        for (int i = 0; i < 7; i++) {
          double change = out.command[i] - before[i];
          // Below a thousandth of a newton metre there is only rounding.
          if (Math.abs(change) > 1e-3) {
            turns[i] += change * rise[i] < 0 ? 1 : 0;
            rise[i] = change;
          }
          swing[i] = Math.max(swing[i], Math.abs(change));
        }
      }
      System.arraycopy(out.command, 0, before, 0, 7);
    }
    assertTrue(acting > 1_900, "the tool rests on the boundary in " + acting + " of 2000 cycles");
    for (int i = 0; i < 7; i++) {
      assertTrue(
          turns[i] <= 20,
          "torque of joint "
              + (i + 1)
              + " turned "
              + turns[i]
              + " times in 2 s: "
              + Arrays.toString(swing));
    }
    double[] tool = tool();
    assertTrue(tool[2] - 0.03 - table >= 0.016 - 1e-3, "tool at " + tool[2]);
  }

  @Test
  void theExplanationNamesRowsAndWhatIsLeft() {
    start();
    aim(0.55, 0);
    String text = "";
    boolean named = false;
    for (int k = 0; k < 3_000; k++) {
      step();
      text = Explanation.of(out, filter.rows(), input.envelope, "planner");
      named |= text.contains("distance of panda_link7 from table, ");
    }
    assertTrue(named, text);
    assertTrue(text.startsWith("changed: "), text);
    assertTrue(text.contains(" m left") || text.contains(" m beyond"), text);
    assertTrue(text.endsWith("speed scale 0.85 set by planner, level 4"), text);
  }

  @Test
  void anExplanationOfAJointSaysHowFarItIsFromItsBound() {
    FilterOutput o =
        new FilterOutput(7, new double[] {0.03}, new RowLimit[] {RowLimit.NAMED}, new double[7]);
    o.action = FilterAction.MODIFIED;
    o.reason = FilterReason.CONSTRAINT;
    o.activeRows = 1;
    o.speedScale = 0.4;
    assertEquals(
        "changed: joint 4 upper bound, 0.030 rad left; speed scale 0.40 set by planner, level 1",
        Explanation.of(
            o,
            List.of(new RowName("joint4.upper", "joint 4 upper bound", "rad")),
            EnvelopeLevels.DEFAULT.at(1),
            "planner"));
  }

  private void start() {
    System.arraycopy(panda.posture(), 0, input.q, 0, 7);
    Arrays.fill(input.stiffness, 200);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = DT;
    filter.reset(input);
  }

  /** Leans forward by an angle, and turns the base. */
  private void aim(double forward, double turn) {
    System.arraycopy(panda.posture(), 0, input.target, 0, 7);
    input.target[0] += turn;
    input.target[1] += 2 * forward;
    input.target[5] -= forward;
  }

  private void step() {
    out = filter.step(input);
    plant.update(input.q, input.qd);
    for (int i = 0; i < 7; i++) {
      torque[i] = out.command[i] - plant.coriolis()[i];
    }
    assertTrue(cholesky.factor(plant.massMatrix()));
    cholesky.solve(torque, acceleration);
    for (int i = 0; i < 7; i++) {
      input.q[i] += DT * input.qd[i] + DT * DT / 2 * acceleration[i];
      input.qd[i] += DT * acceleration[i];
    }
    System.arraycopy(out.command, 0, input.acceptedEffort, 0, 7);
  }

  private double[] tool() {
    double[] p = new double[3];
    plant.update(input.q, input.qd);
    BodyPoint point = plant.point(6, new double[] {0, 0, 0.207});
    plant.position(point, p);
    return p;
  }
}

package org.reins.node.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.StatusWindow;
import org.reins.node.messages.FilterStatus;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class ArmMetricsTest {
  private static final double DT = 0.001;

  private final RobotModel panda = RobotFiles.load("panda");
  private final SafetyFilter filter =
      new SafetyFilter(panda, List.of(), null, FilterSettings.DEFAULT, null);
  private final FilterInput input = new FilterInput(7, EnvelopeLevels.DEFAULT.base());
  private final ArmMetrics metrics = new ArmMetrics(panda);
  private final CycleReport report = new CycleReport(7);
  private final StatusWindow window = new StatusWindow(7);
  private final FilterStatus status = new FilterStatus();
  private FilterOutput out;

  ArmMetricsTest() {
    System.arraycopy(panda.posture(), 0, input.q, 0, 7);
    input.stateFresh = true;
    input.dt = DT;
    filter.reset(input);
    out = filter.step(input);
  }

  private void add() {
    metrics.report(out, input, report);
    window.add(report);
  }

  /**
   * The second joint moves at 0.5 rad/s for so many cycles, its position sensor at another rate.
   */
  private double drift(int cycles, double sensorRate, int missing) {
    input.qd[1] = 0.5;
    for (int k = 0; k < cycles; k++) {
      input.stateFresh = missing == 0 || k % missing != 0;
      input.q[1] += sensorRate * DT;
      input.dt = k > 0 && missing != 0 && k % missing == 1 ? 2 * DT : DT;
      window.clear();
      add();
    }
    window.write(status, 0);
    return status.positionDrift;
  }

  @Test
  void positionsThatFollowTheirVelocitiesDoNotDrift() {
    assertEquals(0, drift(1_000, 0.5, 0), 1e-9);
  }

  @Test
  void measurementsThatDoNotComeAreNoDrift() {
    assertTrue(drift(1_001, 0.5, 5) < 1e-9, "drift " + status.positionDrift);
  }

  @Test
  void aSensorThatCreepsAwayIsSeenAndForgottenInAMinute() {
    double after = drift(500, 0.54, 0);
    assertEquals(0.02, after, 4e-4);
    assertEquals(after * Math.exp(-1), drift(60_000, 0.5, 0), 0.02 * after);
  }

  @Test
  void whatARobotDidInALongGapIsNoDrift_andNoTrackingError() {
    drift(10, 0.5, 0);
    // It stopped by itself for 13 ms, and went on.
    input.dt = 0.013;
    window.clear();
    add();
    window.write(status, 0);
    assertEquals(0, status.positionDrift, 1e-9);
    assertEquals(0, status.trackingError, 1e-9);
  }

  @Test
  void aNumberThatIsNoneIsLeftOut_andARobotThatIsElsewhereBeginsAnew() {
    drift(10, 0.5, 0);
    input.q[1] = Double.NaN;
    add();
    input.q[1] = 1.5;
    metrics.forget();
    window.clear();
    assertEquals(0, drift(10, 0.5, 0), 1e-9);
  }

  @Test
  void posturesThatDifferByMoreThanACellHaveOtherCells() {
    drift(1, 0.5, 0);
    long before = status.postureCell;
    input.q[0] += 0.5;
    drift(1, 0.5, 0);
    assertNotEquals(before, status.postureCell);
    input.q[6] += 1;
    before = status.postureCell;
    drift(1, 0.5, 0);
    assertEquals(before, status.postureCell, "the wrist does not count");
  }

  @Test
  void velocitiesThatDoNotFollowTheModelAreATrackingError() {
    add();
    window.clear();
    for (int k = 0; k < 10; k++) {
      for (int i = 0; i < 7; i++) {
        input.qd[i] += (out.acceleration[i] + (i == 3 ? 20 : 0)) * DT;
      }
      add();
    }
    window.write(status, 0);
    assertEquals(0.2, status.trackingError, 1e-9);
  }

  @Test
  void anActionThatGoesToAndFroHasTheVarianceOfASquareWave() {
    double limit = panda.joints().get(2).limits().effort();
    double resting = out.nominal[2];
    for (int k = 0; k < 2_000; k++) {
      window.clear();
      out.nominal[2] = resting + (k / 5 % 2 == 0 ? 0.2 : -0.2) * limit;
      add();
    }
    window.write(status, 0);
    assertEquals(0.04, status.nominalVariance, 0.002);
    metrics.forget();
    window.clear();
    add();
    window.write(status, 0);
    assertEquals(0, status.nominalVariance);
  }

  @Test
  void theEnergyOfTheArmCountsInsideOfAMarginOnly() {
    out.kineticEnergy = 3;
    out.obstacleMargin = 0.01;
    add();
    window.write(status, 0);
    assertEquals(0, status.contactEnergy);
    out.obstacleMargin = -0.001;
    add();
    window.write(status, 0);
    assertEquals(3, status.contactEnergy);
  }
}

package org.reins.filter.legged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.AllocationMeter;
import org.reins.filter.FilterReason;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class LegStateCheckTest {
  private static final double DT = 0.002;

  private final RobotModel go1 = RobotFiles.legged("go1");
  private final LegStateCheck check = new LegStateCheck(go1, DT);
  private final SplittableRandom noise = new SplittableRandom(4);
  private final double[] q = go1.posture().clone();
  private final double[] qd = new double[12];
  private final double[] quaternion = {1, 0, 0, 0};
  private final double[] angular = new double[3];
  private final double[] targets = go1.posture().clone();
  private double time;

  @BeforeEach
  void begin() {
    for (int k = 0; k < 20; k++) {
      move();
      assertEquals(FilterReason.NONE, take());
    }
  }

  /** All joints swing by 0.3 rad, 2.5 times a second; encoders are noisy. */
  private void move() {
    time += DT;
    for (int i = 0; i < 12; i++) {
      double w = 2 * Math.PI * 2.5;
      q[i] = go1.posture()[i] + 0.3 * Math.sin(w * time) + 1e-4 * noise.nextGaussian();
      qd[i] = 0.3 * w * Math.cos(w * time) + 0.02 * noise.nextGaussian();
      targets[i] = go1.posture()[i] + 0.3 * Math.sin(w * time + 0.1);
    }
    for (int k = 0; k < 3; k++) {
      angular[k] = 0.02 * noise.nextGaussian();
    }
  }

  private FilterReason take() {
    return check.take(q, qd, quaternion, angular, targets, DT);
  }

  @Test
  void aWalkWithNoisyEncodersIsBelievedThroughout() {
    for (int k = 0; k < 20_000; k++) {
      move();
      assertEquals(FilterReason.NONE, take(), "at " + time);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsInvalidWhereverItIs(double none) {
    for (double[] array : new double[][] {q, qd, quaternion, angular}) {
      for (int i = 0; i < array.length; i++) {
        double before = array[i];
        array[i] = none;
        FilterReason said = take();
        assertTrue(
            said == FilterReason.STATE_INVALID
                || said == FilterReason.STATE_IMPLAUSIBLE && Double.isInfinite(none),
            said.toString());
        array[i] = before;
      }
    }
    // Nothing of it is kept.
    move();
    assertEquals(FilterReason.NONE, take());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e3, -1e3, 1e10, 1e308, -1e308})
  void whatIsFarBeyondAllLimitsIsRefused(double huge) {
    for (double[] array : new double[][] {q, qd, quaternion, angular}) {
      double before = array[1];
      array[1] = huge;
      FilterReason said = take();
      assertTrue(said == FilterReason.STATE_IMPLAUSIBLE || said == FilterReason.STATE_INVALID);
      array[1] = before;
    }
    move();
    assertEquals(FilterReason.NONE, take());
  }

  @Test
  void anOrientationOfNoLengthIsNone() {
    java.util.Arrays.fill(quaternion, 0);
    assertEquals(FilterReason.STATE_INVALID, take());
    quaternion[0] = 1.2;
    assertEquals(FilterReason.STATE_INVALID, take());
    // One and its negative are the same.
    quaternion[0] = -1;
    move();
    assertEquals(FilterReason.NONE, take());
  }

  @Test
  void anOrientationThatJumpsIsImplausible() {
    move();
    quaternion[0] = Math.cos(0.5);
    quaternion[2] = Math.sin(0.5);
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, take());
    assertEquals(-1, check.culprit());
  }

  @Test
  void aJointWhosePositionJumpsIsImplausible() {
    move();
    q[7] += 0.4;
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, take());
    assertEquals(7, check.culprit());
  }

  @Test
  void whenAllVelocitiesAreZeroWhilePositionsMove_itIsNoticedWithin20Ms() {
    int k = 0;
    FilterReason said;
    do {
      move();
      java.util.Arrays.fill(qd, 0);
      said = take();
    } while (said == FilterReason.NONE && ++k < 10);
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, said);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 11})
  void aMovingJointThatRepeatsItsNumbers_isFrozenWithin10Ms(int joint) {
    double p = q[joint];
    double v = qd[joint];
    int k = 0;
    FilterReason said;
    do {
      move();
      q[joint] = p;
      qd[joint] = v;
      said = take();
    } while (said == FilterReason.NONE && ++k < 5);
    assertEquals(FilterReason.STATE_FROZEN, said);
    assertEquals(joint, check.culprit());
  }

  @Test
  void aStateThatFreezesWhileTheTargetsMove_isFrozen() {
    double[] p = q.clone();
    double[] still = new double[12];
    int k = 0;
    FilterReason said;
    do {
      move();
      said = check.take(p, still, quaternion, angular, targets, DT);
    } while (said != FilterReason.STATE_FROZEN && ++k < 2 * LegStateCheck.REPEATED / DT);
    assertEquals(FilterReason.STATE_FROZEN, said);
    assertTrue(check.culprit() >= 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 11})
  void aSingleJointThatFreezes_isFoundOut(int joint) {
    double p = q[joint];
    int k = 0;
    FilterReason said;
    do {
      move();
      q[joint] = p;
      qd[joint] = 0;
      said = take();
    } while (said != FilterReason.STATE_FROZEN && ++k < 2 * LegStateCheck.REPEATED / DT);
    assertEquals(FilterReason.STATE_FROZEN, said);
    assertEquals(joint, check.culprit());
  }

  @Test
  void anInertialSensorThatFreezes_isFoundOut_andIsNoJoint() {
    int k = 0;
    FilterReason said;
    double[] same = angular.clone();
    do {
      move();
      said = check.take(q, qd, quaternion, same, targets, DT);
    } while (said != FilterReason.STATE_FROZEN && ++k < 2 * LegStateCheck.REPEATED / DT);
    assertEquals(FilterReason.STATE_FROZEN, said);
    assertEquals(-1, check.culprit());
  }

  @Test
  void aRobotThatRestsMayRepeatItself() {
    java.util.Arrays.fill(qd, 0);
    for (int k = 0; k < 50; k++) {
      // What it did before fades.
      take();
    }
    for (int k = 0; k < 1_000; k++) {
      assertEquals(FilterReason.NONE, take());
    }
  }

  @Test
  void afterAGapTheNextMeasurementIsBelieved() {
    for (int k = 0; k < 20; k++) {
      move();
    }
    assertEquals(FilterReason.NONE, check.take(q, qd, quaternion, angular, targets, 20 * DT));
  }

  @Test
  void aCheckAllocatesNothing() {
    AllocationMeter.assertNoAllocation(
        () -> {
          move();
          take();
        });
  }
}

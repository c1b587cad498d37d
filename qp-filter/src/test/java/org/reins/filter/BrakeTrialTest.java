package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One joint with a speed limit of 2 rad/s, whose brake lets go 3 ms after the trial begins. */
class BrakeTrialTest {
  private static final double DT = 0.001;
  private static final double DELAY = 0.003;
  private static final double BRAKE = -8;

  private final SplittableRandom random = new SplittableRandom(5);
  private final BrakeTrial trial = new BrakeTrial(new double[] {2});
  private double speed;
  private double noise;
  private double took;
  private double since;

  @BeforeEach
  void slow() {
    speed = 0.3;
    trial.reset();
  }

  /**
   * Runs a trial.
   *
   * @param sign 1 for a joint that follows the commands, −1 for the opposite
   * @param push acceleration by something else, rad/s²
   * @param rise of the push, rad/s³
   * @param missed every so many samples does not come, 0 for none
   */
  private BrakeTrial.Verdict run(double sign, double push, double rise, int missed) {
    double now = push;
    for (int k = 0; k < 30; k++) {
      now += rise * DT;
      move(sign * BRAKE + now, BRAKE, k, missed);
    }
    trial.begin(0);
    BrakeTrial.Verdict verdict = BrakeTrial.Verdict.NONE;
    took = 0;
    while (verdict == BrakeTrial.Verdict.NONE) {
      assertEquals(0, trial.joint());
      now += rise * DT;
      took += DT;
      double commanded = took > DELAY ? 0 : BRAKE;
      move(sign * commanded + now, commanded, (int) Math.round(took / DT), missed);
      verdict = trial.judge(DT);
    }
    assertEquals(-1, trial.joint());
    return verdict;
  }

  private void move(double acceleration, double commanded, int sample, int missed) {
    speed += acceleration * DT;
    since += DT;
    if (missed == 0 || sample % missed != 0) {
      trial.take(0, speed + noise * random.nextGaussian(), commanded, since);
      since = 0;
    }
  }

  @Test
  void aPushedJointIsTold_fromOneThatTheBrakeDrives_withinTensOfMilliseconds() {
    assertEquals(BrakeTrial.Verdict.PUSHED, run(1, 12, 0, 0));
    assertTrue(took < 0.04, took + " s without a brake");
    slow();
    assertEquals(BrakeTrial.Verdict.CONTRARY, run(-1, 0, 0, 0));
    assertTrue(took < 0.04, took + " s");
  }

  @Test
  void aPushThatStillGrows_andOneThatActsOnAContraryJoint_doNotChangeTheVerdict() {
    assertEquals(BrakeTrial.Verdict.PUSHED, run(1, 10, 80, 0));
    slow();
    assertEquals(BrakeTrial.Verdict.CONTRARY, run(-1, 5, 0, 0));
    slow();
    assertEquals(BrakeTrial.Verdict.CONTRARY, run(-1, -5, 0, 0));
  }

  @Test
  void noiseAndMissingSamplesDoNotChangeTheVerdict() {
    noise = 0.005;
    for (int k = 0; k < 200; k++) {
      slow();
      assertEquals(BrakeTrial.Verdict.PUSHED, run(1, 12, 0, 3));
      slow();
      assertEquals(BrakeTrial.Verdict.CONTRARY, run(-1, 0, 0, 3));
    }
  }

  @Test
  void whatHappensWhileAJointIsNotMeasuredDoesNotCount() {
    for (int k = 0; k < 30; k++) {
      trial.take(0, 0.5 + 0.004 * k, BRAKE, DT);
    }
    trial.skip(0);
    trial.take(0, 1.5, BRAKE, DT);
    trial.begin(0);
    for (int k = 1; k < 60 && trial.joint() >= 0; k++) {
      trial.take(0, 1.5 + 0.012 * k, 0, DT);
      assertNotEquals(BrakeTrial.Verdict.CONTRARY, trial.judge(DT));
    }
    assertEquals(-1, trial.joint());
  }

  @Test
  void whenTheStatesEndDuringATrial_theBrakeReturns() {
    for (int k = 0; k < 30; k++) {
      trial.take(0, 0.5, BRAKE, DT);
    }
    trial.begin(0);
    for (int k = 0; k < 120; k++) {
      trial.missed(DT);
    }
    assertEquals(-1, trial.joint());
  }

  @Test
  void whoeverShowsNothingIsContrary_andTheTrialEnds() {
    for (int k = 0; k < 30; k++) {
      trial.take(0, 0.5, BRAKE, DT);
    }
    trial.begin(0);
    int cycles = 0;
    BrakeTrial.Verdict verdict = BrakeTrial.Verdict.NONE;
    while (verdict == BrakeTrial.Verdict.NONE) {
      trial.take(0, 0.5, 0, DT);
      verdict = trial.judge(DT);
      cycles++;
    }
    assertEquals(BrakeTrial.Verdict.CONTRARY, verdict);
    assertEquals(BrakeTrial.LONGEST, cycles * DT, 2 * DT);
  }
}

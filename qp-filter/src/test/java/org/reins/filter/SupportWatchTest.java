package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.SupportGuard;
import org.reins.filter.barrier.SupportWatch;
import org.reins.filter.barrier.TestBarriers;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.qp.QpBackEnd;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class SupportWatchTest {
  private static final double DT = 0.001;
  private final double[] still = new double[7];
  private final double[] far = {9, 9, 9, 9, 9, 9, 9};

  @Test
  void strangeStatesCountAfterAWhileAndUsualOnesOnlyAfterALongerOne() {
    SupportWatch watch = new SupportWatch(guarded(), 7);
    watch.reset(still);
    assertFalse(watch.observe(still, still, still, DT));
    assertEquals(1, watch.pValue());
    int cycles = 0;
    while (!watch.observe(far, still, still, DT)) {
      cycles++;
    }
    assertEquals(0.02, cycles * DT, 0.002);
    int back = 0;
    while (watch.observe(still, still, still, DT)) {
      back++;
    }
    assertEquals(0.5, back * DT, 0.002);
  }

  @Test
  void oneStrangeCycleIsNotEnough() {
    SupportWatch watch = new SupportWatch(guarded(), 7);
    watch.reset(still);
    for (int k = 0; k < 500; k++) {
      assertFalse(watch.observe(k % 10 == 0 ? far : still, still, still, DT));
    }
  }

  @Test
  void whereTheBarrierHasNoDataItsRowHasNoSayAndTheSpeedIsHalved() {
    RobotModel panda = RobotFiles.load("panda");
    // A barrier that is far below its margin everywhere, so that its row acts wherever it may.
    FilterInput near = input(panda, guarded());
    FilterOutput known = run(panda, guarded(), near, 300);
    assertFalse(known.outOfDistribution);
    assertTrue(known.barrierActive);
    FilterInput strange = input(panda, guarded());
    Arrays.fill(strange.q, 0);
    System.arraycopy(panda.posture(), 0, strange.q, 0, 7);
    strange.qd[0] = 0.4;
    BarrierFile elsewhere = guarded().withTable(SupportGuard.CENTRES, 21, new float[21 * 16]);
    FilterOutput unknown = run(panda, elsewhere, strange, 300);
    assertTrue(unknown.outOfDistribution);
    assertFalse(unknown.barrierActive);
    assertTrue(unknown.supportPValue < 0.01);
    assertEquals(EnvelopeLevels.DEFAULT.base().speedScale() / 2, unknown.speedScale, 1e-9);
  }

  @Test
  void aBarrierOfAConstraintFileHasItsOwnGuard_andFollowsTheAlphaOfTheFilter(@TempDir Path folder)
      throws IOException {
    RobotModel panda = RobotFiles.load("panda");
    guarded().write(folder.resolve("near.safetensors"));
    guarded()
        .withTable(SupportGuard.CENTRES, 21, new float[21 * 16])
        .write(folder.resolve("elsewhere.safetensors"));
    FilterInput still = input(panda, guarded());
    FilterOutput known = run(filter(panda, folder, "near"), still, 300);
    assertFalse(known.outOfDistribution);
    assertTrue(known.barrierActive);
    FilterInput moving = input(panda, guarded());
    moving.qd[0] = 0.4;
    FilterOutput unknown = run(filter(panda, folder, "elsewhere"), moving, 300);
    assertTrue(unknown.outOfDistribution);
    assertFalse(unknown.barrierActive);
    // What the row asks for grows with α: B is far below its margin.
    double[] slack = new double[2];
    for (int k = 0; k < 2; k++) {
      FilterInput in = input(panda, guarded());
      in.alpha = k == 0 ? 5 : 50;
      slack[k] = run(filter(panda, folder, "near"), in, 5).slack;
    }
    assertTrue(slack[1] > 2 * slack[0], slack[0] + " and " + slack[1]);
  }

  private static SafetyFilter filter(RobotModel robot, Path folder, String barrier) {
    String yaml =
        "schema: reins/constraints/1\nbarriers: [{name: own, files: ["
            + barrier
            + ".safetensors]}]";
    ConstraintFile file =
        ConstraintFile.parse(
            "c.yaml", yaml, robot, folder, FilterSettings.DEFAULT.forConstraints(robot));
    return new SafetyFilter(
        robot, List.of(), null, file.constraints(), FilterSettings.DEFAULT, QpBackEnd.OWN::make);
  }

  private static FilterOutput run(
      RobotModel robot, BarrierFile barrier, FilterInput input, int cycles) {
    return run(
        new SafetyFilter(robot, List.of(), barrier, FilterSettings.DEFAULT, null), input, cycles);
  }

  private static FilterOutput run(SafetyFilter filter, FilterInput input, int cycles) {
    filter.reset(input);
    FilterOutput out = null;
    for (int k = 0; k < cycles; k++) {
      out = filter.step(input);
      for (int i = 0; i < input.q.length; i++) {
        // A sensor never says quite the same twice.
        input.q[i] += DT * input.qd[i] + (k % 2 == 0 ? 1e-9 : -1e-9);
      }
    }
    return out;
  }

  private static FilterInput input(RobotModel robot, BarrierFile barrier) {
    FilterInput in = new FilterInput(robot.dof(), EnvelopeLevels.DEFAULT.base());
    System.arraycopy(robot.posture(), 0, in.q, 0, robot.dof());
    in.stateFresh = true;
    in.actionFresh = true;
    in.dt = DT;
    System.arraycopy(robot.posture(), 0, in.target, 0, robot.dof());
    Arrays.fill(in.stiffness, 50);
    // A robot that says of every command that it did not take it.
    in.effortMeaning = EffortMeaning.ECHO;
    assertTrue(barrier.states() == 2 * robot.dof());
    return in;
  }

  /** A guard that knows the usual posture at rest, and all near it. */
  private static BarrierFile guarded() {
    RobotModel panda = RobotFiles.load("panda");
    BarrierFile barrier = TestBarriers.random(1, -3, 16);
    float[] centres = new float[21 * 16];
    for (int k = 0; k < 16; k++) {
      for (int i = 0; i < 14; i++) {
        double x = k == 0 || i >= 7 ? 0 : panda.posture()[i];
        centres[k * 21 + i] = (float) ((x - barrier.mean()[i]) / barrier.scale()[i]);
      }
    }
    float[] spread = new float[16];
    Arrays.fill(spread, 1);
    float[] scale = new float[7];
    Arrays.fill(scale, 87);
    float[] scores = new float[999];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 0.5f + 0.001f * i;
    }
    return barrier
        .withTable(SupportGuard.CENTRES, 21, centres)
        .withTable(SupportGuard.SPREAD, 1, spread)
        .withTable(SupportGuard.ACTION_SCALE, 1, scale)
        .withTable(SupportGuard.SCORES, 1, scores);
  }
}

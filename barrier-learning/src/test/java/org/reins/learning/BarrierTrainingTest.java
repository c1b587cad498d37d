package org.reins.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

class BarrierTrainingTest {
  private static final double DT = 0.02;
  private final RobotModel panda = RobotFiles.load("panda");

  @Test
  void aBarrierOfOneJointBeforeAWallIsLearnedFromWanderingAndBraking() {
    // Joint 1 before a wall at 0.5 rad: h = 0.3 (0.5 − q), the others nearly at rest.
    TransitionFile data = wall(400);
    List<Double> losses = new ArrayList<>();
    BarrierTraining.Result result =
        new BarrierTraining(data, panda, new BarrierSettings(1200, 256, 0.3, 0.9, 3e-3, 0.2, 1))
            .run("hash", (step, value, critic) -> losses.add(critic));
    assertTrue(losses.get(losses.size() - 1) < losses.get(0) / 3, "critic loss " + losses);
    BarrierFile file = result.barrier();
    assertEquals("hash", file.metadata().get("dataset_sha256"));
    assertEquals(result.calibration().delta(), file.delta(), 1e-12);
    NeuralBarrier barrier = new NeuralBarrier(file);
    double[] x = new double[14];
    x[0] = -0.3;
    double far = barrier.evaluate(x);
    x[0] = 0.2;
    x[7] = -1.5;
    double nearAndLeaving = barrier.evaluate(x);
    x[7] = 1.5;
    double nearAndComing = barrier.evaluate(x);
    x[7] = 0;
    x[0] = 0.8;
    double inside = barrier.evaluate(x);
    String all = far + ", " + nearAndLeaving + ", " + nearAndComing + ", " + inside;
    assertTrue(far > nearAndComing, all);
    assertTrue(nearAndLeaving > nearAndComing + 0.02, all);
    assertTrue(inside < 0 && far > 0.1, all);
    assertTrue(result.calibration().falseSafe() <= 0.2);
  }

  @Test
  void aRecordingOfAnotherRobotIsRefused() {
    TransitionFile good = wall(10);
    TransitionFile other =
        new TransitionFile(good.transitions(), DT, "fr3", good.joints(), good.seed());
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new BarrierTraining(other, panda, BarrierSettings.DEFAULT))
            .getMessage();
    assertTrue(message.contains("fr3") && message.contains("panda"), message);
  }

  @Test
  void tooFewTrajectoriesForTheMissAreRefusedWithHowManyAreNeeded() {
    TransitionFile data = wall(20);
    BarrierTraining training =
        new BarrierTraining(data, panda, new BarrierSettings(1, 8, 0.3, 0.9, 1e-3, 0.01, 1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> training.run("x", (s, v, c) -> {}))
            .getMessage();
    assertTrue(message.contains("needs at least 99"), message);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new BarrierSettings(1, 8, 0.3, 0.2, 1e-3, 0.1, 1))
            .getMessage();
    assertEquals("tau is 0.2: allowed is 0.5 to 0.999", message);
  }

  private TransitionFile wall(int episodes) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(4);
    Transitions t = new Transitions(14, 7);
    for (int e = 0; e < episodes; e++) {
      double q = random.nextDouble(-1, 1);
      double v = random.nextDouble(-2, 2);
      double a = 0;
      for (int k = 0; k < 30; k++) {
        if (k % 6 == 0) {
          a = random.nextBoolean() ? random.nextDouble(-5, 5) : -5 * Math.signum(v);
        }
        float[] x = state(q, v, random);
        double h = Math.max(-0.1, Math.min(0.3, 0.3 * (0.5 - q)));
        q += v * DT + a * DT * DT / 2;
        v = Math.max(-2, Math.min(2, v + a * DT));
        float[] action = new float[7];
        action[0] = (float) (10 * a);
        t.add(x, action, state(q, v, random), (float) h, 0, e);
      }
    }
    return new TransitionFile(t, DT, panda.name(), panda.jointNames(), 4);
  }

  private static float[] state(double q, double v, java.util.SplittableRandom random) {
    float[] x = new float[14];
    for (int i = 0; i < 14; i++) {
      x[i] = (float) (0.01 * random.nextGaussian());
    }
    x[0] = (float) q;
    x[7] = (float) v;
    return x;
  }
}

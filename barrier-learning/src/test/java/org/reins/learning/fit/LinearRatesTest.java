package org.reins.learning.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.sim.TransitionFile;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Dubins;
import org.reins.sim.system.Pendulum;
import org.reins.sim.system.SystemRecorder;

class LinearRatesTest {
  /** ẋ = cos θ, ẏ = sin θ, θ̇ = u: all of it is linear in what a network sees of an angle. */
  @Test
  void whatIsLinearInTheFeaturesIsFoundToTheRecordingsPrecision() {
    BenchmarkSystem system = new Dubins();
    LearningData data = data(system, 2);
    assertTrue(worst(system, data) < 2e-3, "worst error " + worst(system, data));
  }

  /** θ̈ = 9.81 sin θ − 0.1 θ̇ + u, seen without sines: near 0 it is 9.81 θ, further out less. */
  @Test
  void ofTheRestTheNetworkGetsWhatIsLeft() {
    BenchmarkSystem system = new Pendulum();
    LearningData data = data(system);
    LinearRates linear = LinearRates.of(data);
    ModelFit fit = new ModelFit(data, linear);
    ModelFit published = new ModelFit(data, null);
    assertTrue(fit.rate()[1] < 0.1 * published.rate()[1], fit.rate()[1] + " of the acceleration");
    assertTrue(worst(system, data) < 0.6, "worst error " + worst(system, data));
    assertEquals(system.states() * (1 + data.features + system.inputs()), linear.table().length);
  }

  private static LearningData data(BenchmarkSystem system, int... angles) {
    TransitionFile file = new SystemRecorder(system).record(20_000, 1, done -> {});
    return new LearningData(file, angles);
  }

  /**
   * Largest difference from the system's own rate over the data, at their own states and inputs.
   */
  private static double worst(BenchmarkSystem system, LearningData data) {
    LinearRates linear = LinearRates.of(data);
    int n = system.states();
    int m = system.inputs();
    float[] at = new float[n];
    float[] features = new float[data.features];
    double[] x = new double[n];
    double[] f = new double[n];
    double[] g = new double[n * m];
    double worst = 0;
    for (int row = 0; row < data.rows.count(); row += 7) {
      data.state(row, x);
      System.arraycopy(data.rows.state(), row * n, at, 0, n);
      data.normaliser.write(at, 0, features, 0);
      system.evaluate(x, f, g);
      for (int i = 0; i < n; i++) {
        double truth = f[i];
        for (int k = 0; k < m; k++) {
          truth += g[i * m + k] * data.rows.action()[row * m + k];
        }
        double found = linear.rate(i, features, data.rows.action(), row * m, m);
        worst = Math.max(worst, Math.abs(found - truth));
      }
    }
    return worst;
  }
}

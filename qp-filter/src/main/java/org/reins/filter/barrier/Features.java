package org.reins.filter.barrier;

/**
 * A network's inputs from a state: its numbers unchanged, except cos θ in place of an angle θ, and
 * the sines of all angles after them, so that a full turn changes nothing.
 */
final class Features {
  private final int states;
  private final int[] angles;
  private final double[] cosine;
  private final double[] sine;

  Features(int states, int... angles) {
    this.states = states;
    this.angles = angles.clone();
    cosine = new double[angles.length];
    sine = new double[angles.length];
  }

  /** Numbers in a state. */
  int states() {
    return states;
  }

  /** Writes the features, minus the mean and divided by the scale. */
  void write(double[] x, float[] mean, float[] inverseScale, float[] out) {
    for (int i = 0; i < states; i++) {
      out[i] = ((float) x[i] - mean[i]) * inverseScale[i];
    }
    for (int k = 0; k < angles.length; k++) {
      int i = angles[k];
      cosine[k] = Math.cos(x[i]);
      sine[k] = Math.sin(x[i]);
      out[i] = ((float) cosine[k] - mean[i]) * inverseScale[i];
      out[states + k] = ((float) sine[k] - mean[states + k]) * inverseScale[states + k];
    }
  }

  /**
   * Turns a gradient over features into one over states, at the state last written.
   *
   * @param featureGradient one number per feature, not modified
   * @param gradient one number per state, overwritten
   */
  void pullBack(double[] featureGradient, double[] gradient) {
    System.arraycopy(featureGradient, 0, gradient, 0, states);
    for (int k = 0; k < angles.length; k++) {
      gradient[angles[k]] =
          cosine[k] * featureGradient[states + k] - sine[k] * featureGradient[angles[k]];
    }
  }

  /** Intervals of the features over a box of states. */
  void bound(double[] lower, double[] upper, double[] low, double[] high) {
    System.arraycopy(lower, 0, low, 0, states);
    System.arraycopy(upper, 0, high, 0, states);
    for (int k = 0; k < angles.length; k++) {
      int i = angles[k];
      low[i] = Interval.leastCos(lower[i], upper[i]);
      high[i] = Interval.greatestCos(lower[i], upper[i]);
      low[states + k] = Interval.leastSin(lower[i], upper[i]);
      high[states + k] = Interval.greatestSin(lower[i], upper[i]);
    }
  }

  /**
   * Turns intervals of a gradient over features into intervals over states.
   *
   * @param low of the features, as {@link #bound} wrote them, not modified
   * @param high likewise
   * @param gradientLow over features; the first numbers are overwritten with those over states
   * @param gradientHigh likewise
   */
  void pullBack(double[] low, double[] high, double[] gradientLow, double[] gradientHigh) {
    for (int k = 0; k < angles.length; k++) {
      int c = angles[k];
      int s = states + k;
      double least =
          Interval.leastProduct(low[c], high[c], gradientLow[s], gradientHigh[s])
              - Interval.greatestProduct(low[s], high[s], gradientLow[c], gradientHigh[c]);
      double greatest =
          Interval.greatestProduct(low[c], high[c], gradientLow[s], gradientHigh[s])
              - Interval.leastProduct(low[s], high[s], gradientLow[c], gradientHigh[c]);
      gradientLow[c] = least;
      gradientHigh[c] = greatest;
    }
  }
}

package org.reins.filter;

/** The activation function of a barrier network. */
public enum Activation {
  /** tanh x. */
  TANH;

  private static final float CLAMP = 9f;

  /** Name as in barrier files. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException when there is no such activation
   */
  public static Activation of(String key) {
    for (Activation a : values()) {
      if (a.key().equals(key)) {
        return a;
      }
    }
    throw new IllegalArgumentException("activation is " + key + ": allowed is tanh");
  }

  /**
   * Replaces z by tanh z, in place, and writes the derivative 1 − tanh² z.
   *
   * <p>tanh x = x P(x²) / Q(x²) for |x| ≤ 9, with P of degree 5 and Q of degree 4 fitted by us to a
   * relative error of 1.3e-9 (weighted least squares, reweighted until the error levelled out); in
   * float arithmetic the error is 3e-7.
   */
  static void tanh(float[] z, float[] derivative, int length) {
    for (int i = 0; i < length; i++) {
      float x = Math.max(-CLAMP, Math.min(CLAMP, z[i]));
      float s = x * x;
      float p = -1.22459637e-11f;
      p = p * s + 3.06421427e-8f;
      p = p * s + 2.80311491e-5f;
      p = p * s + 3.86949992e-3f;
      p = p * s + 0.1368085f;
      p = p * s + 1f;
      float q = 1.28902385e-6f;
      q = q * s + 3.94069918e-4f;
      q = q * s + 0.0272501270f;
      q = q * s + 0.470141821f;
      q = q * s + 1f;
      float t = x * p / q;
      z[i] = t;
      derivative[i] = 1 - t * t;
    }
  }
}

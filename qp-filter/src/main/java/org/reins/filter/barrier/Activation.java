package org.reins.filter.barrier;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The activation function of a barrier network, in double precision; {@link NetworkKernel}s hold
 * the fast versions. σ(z) = 1 / (1 + e⁻ᶻ) is the logistic function.
 */
public enum Activation {
  /** tanh z. */
  TANH,
  /** z σ(z). */
  SILU,
  /** ln(1 + eᶻ). */
  SOFTPLUS,
  /** max(0, z). */
  RELU;

  /** The z at which z σ(z) is smallest. */
  private static final double SILU_LOWEST = -1.2784645427610738;

  /** The z at which the slope of z σ(z) is greatest; it is smallest at minus this value. */
  private static final double SILU_STEEPEST = 2.3993572805154676;

  /** Name as in barrier files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if there is no such activation
   */
  public static Activation of(String key) {
    for (Activation a : values()) {
      if (a.key().equals(key)) {
        return a;
      }
    }
    throw new IllegalArgumentException(
        "activation is "
            + key
            + ": allowed is "
            + Arrays.stream(values()).map(Activation::key).collect(Collectors.joining(", ")));
  }

  /** The function. */
  public double value(double z) {
    return switch (this) {
      case TANH -> Math.tanh(z);
      case SILU -> z * logistic(z);
      case SOFTPLUS -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      case RELU -> Math.max(z, 0);
    };
  }

  /** Its derivative; 0 at the corner of {@link #RELU}. */
  public double slope(double z) {
    return switch (this) {
      case TANH -> 1 - Math.tanh(z) * Math.tanh(z);
      case SILU -> logistic(z) * (1 + z * (1 - logistic(z)));
      case SOFTPLUS -> logistic(z);
      case RELU -> z > 0 ? 1 : 0;
    };
  }

  /** Smallest value on [low, high]. */
  double least(double low, double high) {
    if (this == SILU && low < SILU_LOWEST && high > SILU_LOWEST) {
      return value(SILU_LOWEST);
    }
    return Math.min(value(low), value(high));
  }

  /** Largest value on [low, high]: each of these functions is largest at an end. */
  double greatest(double low, double high) {
    return Math.max(value(low), value(high));
  }

  /** Smallest slope on [low, high]. */
  double leastSlope(double low, double high) {
    if (this == SILU && low < -SILU_STEEPEST && high > -SILU_STEEPEST) {
      return slope(-SILU_STEEPEST);
    }
    return Math.min(slope(low), slope(high));
  }

  /** Largest slope on [low, high]. */
  double greatestSlope(double low, double high) {
    if (this == TANH && low < 0 && high > 0) {
      return 1;
    }
    if (this == SILU && low < SILU_STEEPEST && high > SILU_STEEPEST) {
      return slope(SILU_STEEPEST);
    }
    if (this == RELU && high == 0) {
      return 1;
    }
    return Math.max(slope(low), slope(high));
  }

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}

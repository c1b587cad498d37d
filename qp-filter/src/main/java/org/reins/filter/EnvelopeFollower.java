package org.reins.filter;

import org.reins.filter.constraint.ArmState;

/**
 * The envelope in force: it moves towards the one that is asked for no faster than the rates allow.
 */
final class EnvelopeFollower {
  /** A margin moves over its whole range, some centimetres, in the time a scale moves by 1. */
  private static final double MARGIN_RANGE = 0.05;

  private final double relaxRate;
  private final double tightenRate;
  private double speedScale;
  private double stiffnessScale;
  private double margin;

  EnvelopeFollower(FilterSettings settings) {
    relaxRate = settings.relaxRate();
    tightenRate = settings.tightenRate();
  }

  /** Takes an envelope at once. */
  void reset(Envelope e) {
    speedScale = e.speedScale();
    stiffnessScale = e.stiffnessScale();
    margin = e.margin();
  }

  /**
   * Moves on by dt, and writes scales, margin and their rates.
   *
   * @param share of the envelope's speed that is asked for, 0 to 1
   */
  void follow(Envelope e, double share, double dt, ArmState state) {
    double speedBefore = speedScale;
    double marginBefore = margin;
    speedScale = follow(speedScale, share * e.speedScale(), dt);
    stiffnessScale = follow(stiffnessScale, e.stiffnessScale(), dt);
    margin +=
        Math.max(
            -relaxRate * dt * MARGIN_RANGE,
            Math.min(tightenRate * dt * MARGIN_RANGE, e.margin() - margin));
    state.speedScale = speedScale;
    state.speedScaleRate = (speedScale - speedBefore) / dt;
    state.margin = margin;
    state.marginRate = (margin - marginBefore) / dt;
    state.dt = dt;
  }

  /** Share of the stiffness asked for that is in force. */
  double stiffnessScale() {
    return stiffnessScale;
  }

  private double follow(double from, double to, double dt) {
    return from + Math.max(-tightenRate * dt, Math.min(relaxRate * dt, to - from));
  }
}

package org.reins.filter;

import org.reins.filter.constraint.ArmState;

/**
 * The envelope in force. It moves towards the requested envelope no faster than the rates allow,
 * and starts to tighten gently. A falling bound takes the robot along at its own rate, and the
 * torque for that has to build up within the torque-rate limit: a rate that started at once would
 * leave no command for the first cycles.
 */
final class EnvelopeFollower {
  /**
   * A margin moves over its whole range, some centimetres, in the time in which a scale moves by 1.
   */
  private static final double MARGIN_RANGE = 0.05;

  /** A tool's speed limit moves by this amount, m/s, in the time in which a scale moves by 1. */
  private static final double TOOL_RANGE = 1;

  /** Time in which the rate of tightening builds up, s. */
  private static final double BUILD_UP = 0.05;

  private final Bound speed;
  private final Bound stiffness;
  private final Bound room;
  private final Bound tool;

  EnvelopeFollower(FilterSettings settings) {
    double relax = settings.relaxRate();
    double tighten = settings.tightenRate();
    speed = new Bound(relax, tighten);
    stiffness = new Bound(relax, tighten);
    // A larger margin is tighter: the follower tracks the negative margin.
    room = new Bound(relax * MARGIN_RANGE, tighten * MARGIN_RANGE);
    tool = new Bound(relax * TOOL_RANGE, tighten * TOOL_RANGE);
  }

  /** Applies an envelope and a limit of the tool's speed immediately. */
  void reset(Envelope e, double toolSpeed) {
    speed.reset(e.speedScale());
    stiffness.reset(e.stiffnessScale());
    room.reset(-e.margin());
    tool.reset(Math.min(ArmState.UNLIMITED, toolSpeed));
  }

  /**
   * Advances by dt, and writes scales, margin, tool speed and their rates.
   *
   * @param share requested share of the envelope's speed, 0 to 1
   * @param toolSpeed requested largest speed of the tool, m/s
   */
  void follow(Envelope e, double share, double toolSpeed, double dt, ArmState state) {
    speed.follow(share * e.speedScale(), dt);
    stiffness.follow(e.stiffnessScale(), dt);
    room.follow(-e.margin(), dt);
    tool.follow(Math.min(ArmState.UNLIMITED, toolSpeed), dt);
    state.speedScale = speed.value;
    state.speedScaleRate = speed.rate;
    state.margin = -room.value;
    state.marginRate = -room.rate;
    state.toolSpeed = tool.value;
    state.toolSpeedRate = tool.rate;
    state.dt = dt;
  }

  /** Share of the requested stiffness that is in force. */
  double stiffnessScale() {
    return stiffness.value;
  }

  /** One bound; falling is tightening. */
  private static final class Bound {
    private final double relaxRate;
    private final double tightenRate;
    private double value;
    private double rate;

    Bound(double relaxRate, double tightenRate) {
      this.relaxRate = relaxRate;
      this.tightenRate = tightenRate;
    }

    void reset(double now) {
      value = now;
      rate = 0;
    }

    void follow(double target, double dt) {
      double before = value;
      double steepest = Math.min(0, rate) - tightenRate / BUILD_UP * dt;
      double lowest = Math.max(-tightenRate, steepest) * dt;
      value += Math.max(lowest, Math.min(relaxRate * dt, target - value));
      rate = (value - before) / dt;
    }
  }
}

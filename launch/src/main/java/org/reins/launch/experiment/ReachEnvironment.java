package org.reins.launch.experiment;

import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachInterface;

/** An arm that reaches goals, the next one as soon as one is reached: a reward of 1 is a goal. */
public final class ReachEnvironment implements TaskEnvironment {
  private static final double LOAD = 8;
  private static final double GRAVITY = 9.81;

  private final FilteredArm arm;
  private final float[] observation;
  private final float[] action;

  /** Wraps an environment, which must not be used elsewhere. */
  public ReachEnvironment(FilteredArm arm) {
    this.arm = arm;
    observation = new float[arm.observationSize()];
    action = new float[arm.actionSize()];
  }

  @Override
  public void reset(long seed) {
    arm.reset(seed);
  }

  @Override
  public double step(Policy policy) {
    arm.observe(observation);
    policy.act(observation, action);
    return arm.step(action);
  }

  @Override
  public double period() {
    return ReachInterface.PERIOD;
  }

  @Override
  public double time() {
    return arm.time();
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public int level() {
    return arm.level();
  }

  @Override
  public long violations() {
    return arm.judge().events();
  }

  @Override
  public long nearViolations() {
    return arm.nearViolations();
  }

  @Override
  public long done() {
    return arm.chase().reached();
  }

  @Override
  public long failed() {
    return arm.chase().missed();
  }

  /** Attaches a load to the tool that the model does not know. */
  @Override
  public void degrade() {
    arm.arm().push(0, 0, -GRAVITY * LOAD);
  }
}

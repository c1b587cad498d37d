package org.reins.filter.observation;

import org.reins.robot.model.RobotModel;

/** A network with the interface of Reins' own reaching task. */
public final class ReachPolicy implements ArmPolicy {
  private final ReachInterface reach;
  private final Policy network;
  private final float[] observation;
  private final float[] action;

  /** Prepares a network for a robot. */
  public ReachPolicy(RobotModel robot, Policy network) {
    this.network = network;
    reach = new ReachInterface(robot);
    observation = new float[reach.observationSize()];
    action = new float[reach.actionSize()];
  }

  @Override
  public double period() {
    return ReachInterface.PERIOD;
  }

  @Override
  public void reset() {
    // The network sees only the present.
  }

  @Override
  public boolean act(double[] q, double[] qd, double[] goal, double[] target, double[] stiffness) {
    reach.observe(q, qd, goal, observation);
    network.act(observation, action);
    reach.apply(action, q, target, stiffness);
    // A value that is not finite is refused by the filter, which tells the user.
    return true;
  }
}

package org.reins.filter.legged;

import org.reins.filter.observation.DescribedPolicy;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * A walking robot's host and a policy that commands joint targets, in one process and in lockstep:
 * the same plan and the same policy interface that the nodes use.
 *
 * <pre>
 *   walk.update(seen, fresh);
 *   walk.torque(q, qd, torque);          // the motors' own loops, on their own encoders
 *   filter.torque(seen, fresh, torque);  // if there is a filter
 * </pre>
 *
 * <p>Nothing allocates after construction except what the policy's network allocates; not
 * thread-safe.
 */
public final class PolicyWalk {
  private final TargetPolicy policy;
  private final TargetPlan plan;
  private final float[] observation;
  private final float[] action;

  /**
   * Prepares a robot.
   *
   * @param policy commands targets of all joints; used only here from now on
   * @param filter null for none
   */
  public PolicyWalk(RobotModel robot, DescribedPolicy policy, PolicyWalkFilter filter) {
    DescribedPolicy.requireNoTopics(policy.description());
    this.policy = new TargetPolicy(robot, policy);
    plan = new TargetPlan(robot, policy.description(), filter);
    observation = new float[plan.observationSize()];
    action = new float[plan.actionSize()];
    reset();
  }

  /** The timing of a robot with a policy. */
  public static WalkTiming timing(RobotModel robot, DescribedPolicy policy) {
    return WalkTiming.of(robot, policy.description().period());
  }

  /** Starts over, standing in the default posture. */
  public void reset() {
    policy.reset();
    plan.reset();
    plan.clear(action);
  }

  /**
   * Sets the commanded twist: along x and y of the base, m/s, and about its z, rad/s. A twist that
   * is not finite requests a stop.
   */
  public void want(double vx, double vy, double wz) {
    plan.want(vx, vy, wz);
  }

  /**
   * Takes the measurement of a motor period.
   *
   * @param seen latest sensor values; kept until the next update, not modified
   * @param fresh whether they arrived in this period
   */
  public void update(RobotState seen, boolean fresh) {
    if (plan.update(seen, fresh)) {
      plan.observe(observation);
      policy.act(observation, action);
    }
  }

  /**
   * The torques of the motors' own loops.
   *
   * @param q positions of the motors' encoders, rad, not modified
   * @param qd velocities of the motors' encoders, rad/s, not modified
   * @param torque N·m, overwritten
   */
  public void torque(double[] q, double[] qd, double[] torque) {
    double[] targets = plan.targets(action);
    if (plan.holds()) {
      plan.gains().torque(targets, q, qd, torque);
    } else {
      plan.gains().damp(qd, torque);
    }
  }

  /** The default posture, rad; owned by the walk, not modified. */
  public double[] posture() {
    return plan.posture();
  }

  /** The twist that the policy sees; overwritten by {@link #update}. */
  public double[] twist() {
    return plan.twist();
  }

  /** The rates at which the robot is commanded. */
  public WalkTiming timing() {
    return plan.timing();
  }
}

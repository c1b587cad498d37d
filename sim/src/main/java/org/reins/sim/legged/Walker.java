package org.reins.sim.legged;

import java.util.Arrays;
import org.reins.filter.legged.LegOdometry;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkController;
import org.reins.filter.legged.WalkFilter;
import org.reins.filter.legged.WalkInterface;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.Policy;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * A legged robot that follows a commanded twist. Policy, motor targets and the guard before the
 * motors run at the rates of {@link WalkTiming}, and the physics at 1 kHz or more. Everything runs
 * in lockstep in one thread.
 */
public final class Walker implements WalkingRobot {
  /** Longest step of the physics, s. */
  public static final double LONGEST_STEP = 0.001;

  private final RobotModel robot;
  private final LeggedSim sim;
  private final Policy policy;
  private final WalkFilter guard;
  private final WalkController controller;
  private final WalkTiming timing;
  private final int substeps;
  private final MotorGains gains;
  private final BodyJudge body;
  private final RobotState state;
  private final RobotState seen;
  private final float[] observation = new float[WalkInterface.OBSERVATION];
  private final float[] action;
  private final double[] nominal;
  private final double[] torque;
  private final double[] rotation = new double[9];
  private boolean sensing;

  /**
   * Assembles a walker.
   *
   * @param policy policy with the interface of {@link WalkInterface}, or null for the bare gait
   * @param guard filter of the commands, or null for none
   */
  public Walker(LeggedSim sim, Policy policy, WalkFilter guard) {
    this.sim = sim;
    this.policy = policy;
    this.guard = guard;
    robot = sim.robot();
    controller = new WalkController(robot, guard);
    timing = controller.timing();
    substeps = substeps(timing.period());
    gains = MotorGains.of(robot);
    body = new BodyJudge(sim);
    state = RobotState.of(robot);
    seen = RobotState.of(robot);
    action = new float[TrotGait.PER_FOOT * state.base.contact.length];
    nominal = new double[robot.dof()];
    torque = new double[robot.dof()];
  }

  /** Steps of the physics in a period, s. */
  public static int substeps(double period) {
    return (int) Math.ceil(period / LONGEST_STEP - 1e-9);
  }

  @Override
  public void reset(long seed) {
    sim.reset(seed, robot.posture(), state);
    controller.reset();
    Arrays.fill(action, 0);
    sensing = true;
    body.reset();
  }

  @Override
  public void want(double vx, double vy, double wz) {
    controller.want(vx, vy, wz);
  }

  @Override
  public void setSensing(boolean on) {
    sensing = on;
  }

  @Override
  public void step() {
    if (sensing) {
      see(state, seen);
    }
    if (controller.update(seen, sensing) && policy != null) {
      controller.observe(observation);
      policy.act(observation, action);
    }
    double[] targets = controller.targets(action);
    // The motors close this loop themselves. They have their own encoders, regardless of what the
    // host sees.
    if (controller.holds()) {
      gains.torque(targets, state.q, state.qd, torque);
    } else {
      gains.damp(state.qd, torque);
    }
    System.arraycopy(torque, 0, nominal, 0, torque.length);
    if (guard != null) {
      guard.torque(seen, sensing, torque);
    }
    for (int k = 0; k < substeps; k++) {
      sim.step(torque, timing.period() / substeps, state);
    }
    body.observe();
  }

  /** Copies what the robot's sensors measure. */
  static void see(RobotState state, RobotState seen) {
    seen.time = state.time;
    System.arraycopy(state.q, 0, seen.q, 0, seen.q.length);
    System.arraycopy(state.qd, 0, seen.qd, 0, seen.qd.length);
    System.arraycopy(state.acceptedEffort, 0, seen.acceptedEffort, 0, seen.q.length);
    System.arraycopy(state.base.quaternion, 0, seen.base.quaternion, 0, 4);
    System.arraycopy(state.base.angular, 0, seen.base.angular, 0, 3);
    System.arraycopy(state.base.contact, 0, seen.base.contact, 0, seen.base.contact.length);
  }

  @Override
  public BodyJudge body() {
    return body;
  }

  @Override
  public double[] twist() {
    return controller.twist();
  }

  @Override
  public double[] nominal() {
    return nominal;
  }

  @Override
  public double[] torque() {
    return torque;
  }

  /** Last measurement; overwritten by {@link #step}. */
  public RobotState seen() {
    return seen;
  }

  /** Odometry; overwritten by {@link #step}. */
  public LegOdometry odometry() {
    return controller.odometry();
  }

  /** The gait. */
  public TrotGait gait() {
    return controller.gait();
  }

  /** The rates at which the robot is commanded. */
  public WalkTiming timing() {
    return timing;
  }

  @Override
  public LeggedSim sim() {
    return sim;
  }

  /**
   * Computes the true velocity of the base, in base axes that are rotated to be upright.
   *
   * @param out along and across, m/s, and about the vertical, rad/s; overwritten
   */
  public void trueTwist(double[] out) {
    FloatingBaseDynamics.toRotation(sim.trueQuaternion(), rotation);
    double[] v = sim.trueVelocity();
    double x = rotation[0] * v[3] + rotation[1] * v[4] + rotation[2] * v[5];
    double y = rotation[3] * v[3] + rotation[4] * v[4] + rotation[5] * v[5];
    double c = rotation[0];
    double s = rotation[3];
    double norm = Math.max(1e-9, Math.hypot(c, s));
    out[0] = (c * x + s * y) / norm;
    out[1] = (c * y - s * x) / norm;
    out[2] = rotation[6] * v[0] + rotation[7] * v[1] + rotation[8] * v[2];
  }
}

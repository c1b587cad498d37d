package org.reins.sim.variation;

import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.SimBackend;

/**
 * An arm whose drives follow late or with another torque than commanded, one of whose sensors is
 * wrong, and which is pushed once in a run. Not thread-safe.
 *
 * <p>The torque that acts follows τ̇ = (g τ_command − τ) / T, stepped implicitly, with gain g and
 * lag T.
 */
public final class DisturbedArm implements SimBackend {
  /** Length of the push, s. */
  public static final double PUSH_SECONDS = 0.3;

  private final EmbeddedArm arm;
  private final double gain;
  private final double lag;
  private final int biased;
  private final double bias;
  private final double pushX;
  private final double pushY;
  private final double pushFrom;
  private final double[] torque;
  private double time;

  /**
   * Wraps an arm.
   *
   * @param arm from here on this object's
   * @param seconds length of a run, s
   */
  public DisturbedArm(EmbeddedArm arm, Conditions c, double seconds) {
    this.arm = arm;
    gain = c.of(Variable.TORQUE_GAIN);
    lag = c.of(Variable.LAG);
    RobotModel robot = arm.robot();
    biased = Math.min(robot.dof(), (int) c.of(Variable.BIASED_JOINT)) - 1;
    bias = c.of(Variable.SENSOR_BIAS) * robot.joints().get(biased).kind().perRadian();
    pushX = c.of(Variable.PUSH) * Math.cos(c.of(Variable.PUSH_AZIMUTH));
    pushY = c.of(Variable.PUSH) * Math.sin(c.of(Variable.PUSH_AZIMUTH));
    pushFrom = c.of(Variable.PUSH_TIME) * seconds;
    torque = new double[robot.dof()];
  }

  @Override
  public RobotModel robot() {
    return arm.robot();
  }

  @Override
  public void reset(long seed, double[] q, RobotState measured) {
    arm.reset(seed, q, measured);
    arm.setPositionBias(biased, bias);
    measured.q[biased] += bias;
    System.arraycopy(measured.acceptedEffort, 0, torque, 0, torque.length);
    time = 0;
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    boolean pushed = time >= pushFrom && time < pushFrom + PUSH_SECONDS;
    arm.push(pushed ? pushX : 0, pushed ? pushY : 0, 0);
    for (int i = 0; i < torque.length; i++) {
      double wanted = Double.isFinite(effort[i]) ? gain * effort[i] : 0;
      torque[i] = lag == 0 ? wanted : (lag * torque[i] + dt * wanted) / (lag + dt);
    }
    arm.step(torque, dt, measured);
    time += dt;
  }

  @Override
  public double[] trueQ() {
    return arm.trueQ();
  }

  @Override
  public double[] trueQd() {
    return arm.trueQd();
  }
}

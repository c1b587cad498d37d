package org.reins.launch.simnode;

import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.output.MotorTargets;

/**
 * The loops in the motors of a simulated legged robot: τ = kp (q* − q) + kd (q̇* − q̇) + τ₊ for
 * each motor, with the latest command; without one they damp. Allocates nothing.
 */
public final class MotorLoops {
  private final double damping;
  private final double[] q;
  private final double[] dq;
  private final double[] kp;
  private final double[] kd;
  private final double[] tau;

  /**
   * Creates motors that damp.
   *
   * @param damping without a command, N·m·s/rad
   */
  public MotorLoops(int n, double damping) {
    this.damping = damping;
    q = new double[n];
    dq = new double[n];
    kp = new double[n];
    kd = new double[n];
    tau = new double[n];
    damp();
  }

  /** Damps from now on. */
  public void damp() {
    for (int i = 0; i < q.length; i++) {
      q[i] = 0;
      dq[i] = 0;
      kp[i] = 0;
      kd[i] = damping;
      tau[i] = 0;
    }
  }

  /** Takes torques, N·m. */
  public void take(double[] torques) {
    for (int i = 0; i < q.length; i++) {
      kp[i] = 0;
      kd[i] = 0;
      tau[i] = torques[i];
    }
  }

  /** Takes the filter's motor commands; copied. */
  public void take(MotorTargets t) {
    System.arraycopy(t.q, 0, q, 0, q.length);
    System.arraycopy(t.dq, 0, dq, 0, q.length);
    System.arraycopy(t.kp, 0, kp, 0, q.length);
    System.arraycopy(t.kd, 0, kd, 0, q.length);
    System.arraycopy(t.tau, 0, tau, 0, q.length);
  }

  /** Takes motor targets; a motor that is switched off gives no torque. */
  void take(UnitreeLowCmd m) {
    for (int i = 0; i < q.length; i++) {
      boolean on = m.mode[i] == UnitreeLowCmd.SERVO;
      // An unset position comes with kp 0, but 0 · ∞ is NaN.
      q[i] = m.q[i] == UnitreeLowCmd.NO_POSITION ? 0 : m.q[i];
      dq[i] = m.dq[i];
      kp[i] = on && m.q[i] != UnitreeLowCmd.NO_POSITION ? m.kp[i] : 0;
      kd[i] = on ? m.kd[i] : 0;
      tau[i] = on ? m.tau[i] : 0;
    }
  }

  /**
   * Computes the present torques.
   *
   * @param out overwritten, N·m
   */
  public void torque(double[] measured, double[] speed, double[] out) {
    for (int i = 0; i < q.length; i++) {
      out[i] = kp[i] * (q[i] - measured[i]) + kd[i] * (dq[i] - speed[i]) + tau[i];
    }
  }
}

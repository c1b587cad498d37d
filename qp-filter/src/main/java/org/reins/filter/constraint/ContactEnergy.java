package org.reins.filter.constraint;

import java.util.List;
import org.reins.robot.model.RobotModel;

/**
 * Keeps the energy that a free impact of a point of the arm would put into a body part below a
 * limit E that the user gives: ½ μ s² ≤ E, with s the speed of the point and
 *
 * <pre>
 *   1/μ = 1/m_H + 1/m_R,   1/m_R = d̂ᵀ J M⁻¹ Jᵀ d̂
 * </pre>
 *
 * <p>m_H is the moving mass of the body part and m_R that of the arm in the direction of motion d̂
 * (two masses meeting, as in ISO/TS 15066:2016, A.3.6; the effective mass after Khatib, Inertial
 * Properties in Robotic Manipulation, 1995). The user defines which energy a body part can bear.
 * The row is that of {@link PointSpeed} with L = √(2E/μ) and the rate at which L has fallen since
 * the previous cycle.
 */
public final class ContactEnergy implements Constraint {
  private final PointMotion motion;
  private final double energy;
  private final double bodyMass;
  private final double acceleration;
  private final double horizon;
  private final RowName name;
  private double last;

  /**
   * Creates the row.
   *
   * @param name of the point, as in statuses
   * @param link to which it is fixed
   * @param xyz in the link frame, m
   * @param energy E, J, over 0
   * @param bodyMass m_H, kg, over 0; +∞ for a body part that is clamped
   * @param acceleration braking deceleration of the point, m/s²
   * @param horizon T, s
   * @throws IllegalArgumentException if the link does not move or a number is not positive
   */
  public ContactEnergy(
      RobotModel robot,
      String name,
      String link,
      double[] xyz,
      double energy,
      double bodyMass,
      double acceleration,
      double horizon) {
    if (!(energy > 0 && bodyMass > 0 && acceleration > 0 && horizon > 0)) {
      throw new IllegalArgumentException(
          String.format(
              "contact energy of %s is %s J on %s kg with %s m/s² over %s s: all must be positive",
              name, energy, bodyMass, acceleration, horizon));
    }
    motion = new PointMotion(robot, link, xyz);
    this.energy = energy;
    this.bodyMass = bodyMass;
    this.acceleration = acceleration;
    this.horizon = horizon;
    this.name = new RowName(name + ".energy", name + " contact energy", "J");
  }

  @Override
  public List<RowName> rows() {
    return List.of(name);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    if (!motion.update(state.dynamics)) {
      last = 0;
      rows.nothing(energy);
      return;
    }
    double mass = reducedMass(inverseMass(state, motion.row), bodyMass);
    double limit = speed(energy, mass);
    // μ follows the posture and the direction of motion: L moves, at its last rate.
    double falling = last > 0 ? Math.min(0, (limit - last) / state.dt) : 0;
    last = limit;
    double left = energy - mass * motion.speed * motion.speed / 2;
    motion.atMost(rows, limit, falling, acceleration, horizon, state.dt, left);
  }

  /** The speed at which a mass μ carries an energy E, √(2E/μ), m/s. */
  public static double speed(double energy, double mass) {
    return Math.sqrt(2 * energy / mass);
  }

  /** μ of 1/μ = 1/m_R + 1/m_H, kg. */
  public static double reducedMass(double inverseRobotMass, double bodyMass) {
    return 1 / (inverseRobotMass + 1 / bodyMass);
  }

  private static double inverseMass(ArmState state, double[] direction) {
    int n = direction.length;
    double s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        s += direction[i] * state.massInverse[i * n + j] * direction[j];
      }
    }
    return s;
  }
}

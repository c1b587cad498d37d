package org.reins.robot.model;

/**
 * What a joint's motor and gear add to its links.
 *
 * @param damping viscous friction, N·m·s/rad or N·s/m
 * @param friction Coulomb friction, N·m or N
 * @param rotorInertia inertia of the motor's rotor, reflected to the joint, kg·m²; for a joint that
 *     slides a mass, kg
 */
public record JointDrive(double damping, double friction, double rotorInertia) {
  /**
   * Checks signs.
   *
   * @throws IllegalArgumentException naming the values
   */
  public JointDrive {
    if (!(damping >= 0) || !(friction >= 0) || !(rotorInertia >= 0)) {
      throw new IllegalArgumentException(
          "damping is "
              + damping
              + ", friction is "
              + friction
              + " and rotor_inertia.value is "
              + rotorInertia
              + ": none may be negative");
    }
  }
}

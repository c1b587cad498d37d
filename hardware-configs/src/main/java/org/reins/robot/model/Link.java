package org.reins.robot.model;

/**
 * A rigid link.
 *
 * @param name name in the robot description
 * @param mass mass, kg
 * @param com centre of mass in the link frame, m, length 3; not copied, not to be modified
 * @param inertia inertia about the centre of mass, in axes of the link frame
 */
public record Link(String name, double mass, double[] com, Inertia inertia) {

  /**
   * Checks the mass and the centre of mass.
   *
   * @throws IllegalArgumentException naming the error
   */
  public Link {
    if (!(mass > 0) || Double.isInfinite(mass)) {
      throw new IllegalArgumentException("mass is " + mass + " kg: it must be positive and finite");
    }
    if (com.length != 3) {
      throw new IllegalArgumentException("com has " + com.length + " numbers: it must have 3");
    }
  }

  /** The same link with mass and inertia times a positive factor. */
  public Link scaled(double factor) {
    Inertia i = inertia;
    return new Link(
        name,
        factor * mass,
        com,
        new Inertia(
            factor * i.xx(),
            factor * i.xy(),
            factor * i.xz(),
            factor * i.yy(),
            factor * i.yz(),
            factor * i.zz()));
  }
}

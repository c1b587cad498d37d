package org.reins.robot.urdf;

import java.util.List;
import java.util.Locale;

/**
 * Mass, centre of mass and inertia of a link with everything that is fixed to it, as a robot file
 * needs them. What had to be estimated or corrected is marked and told.
 *
 * @param source {@code urdf}, or {@code reins} for an estimate
 * @param mass kg
 * @param com m, in the link frame; not to be modified
 * @param inertiaSource {@code urdf}, or {@code reins} for an estimate or a correction
 * @param inertia xx, xy, xz, yy, yz, zz about the centre of mass, kg·m²; not to be modified
 */
record UrdfBody(String source, double mass, double[] com, String inertiaSource, double[] inertia) {
  private static final String URDF = "urdf";
  private static final String REINS = "reins";

  /** Whether the mass is an estimate. */
  boolean isEstimated() {
    return source.equals(REINS);
  }

  /** Reads what the URDF says of a link that has a mass. */
  static UrdfBody of(String link, BodySum sum, List<String> notes) {
    double[] said = sum.inertia();
    double[] possible = PossibleInertia.of(said, sum.mass());
    if (possible != said) {
      notes.add(
          String.format(
              Locale.ROOT,
              "no rigid body has the inertia of link %s: it was enlarged, from ixx, iyy, izz ="
                  + " %.3g, %.3g, %.3g to %.3g, %.3g, %.3g kg m2",
              link,
              said[0],
              said[3],
              said[5],
              possible[0],
              possible[3],
              possible[5]));
    }
    return new UrdfBody(URDF, sum.mass(), sum.com(), possible == said ? URDF : REINS, possible);
  }

  /**
   * Estimates a link without a mass: a cylinder around its capsule.
   *
   * @param end of the capsule that begins at the link's origin, m
   * @param radius of the capsule, m
   * @param density kg/m³
   */
  static UrdfBody estimate(
      String link, double[] end, double radius, double density, List<String> notes) {
    double length = Math.hypot(Math.hypot(end[0], end[1]), end[2]);
    double full = length + 4 * radius / 3;
    double mass = density * Math.PI * radius * radius * full;
    double along = mass * radius * radius / 2;
    double across = mass * (3 * radius * radius + full * full) / 12;
    double[] d = new double[3];
    for (int k = 0; k < 3; k++) {
      d[k] = length > 0 ? end[k] / length : 0;
    }
    double less = along - across;
    notes.add(
        String.format(
            Locale.ROOT,
            "link %s has no inertial: its mass is estimated as %.2f kg. Use this robot file with"
                + " velocities, positions or trajectories as output, and not with torques",
            link,
            mass));
    return new UrdfBody(
        REINS,
        mass,
        new double[] {end[0] / 2, end[1] / 2, end[2] / 2},
        REINS,
        new double[] {
          across + less * d[0] * d[0],
          less * d[0] * d[1],
          less * d[0] * d[2],
          across + less * d[1] * d[1],
          less * d[1] * d[2],
          across + less * d[2] * d[2]
        });
  }
}

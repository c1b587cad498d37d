package org.reins.filter.constraint;

/**
 * Free space on one side of a plane: {p : nₓ x + n_y y + n_z z ≥ offset}, world axes.
 *
 * @param name as in statuses
 * @param nx first component of the unit normal, which points into free space
 * @param ny second component
 * @param nz third component
 * @param offset m
 */
public record HalfSpace(String name, double nx, double ny, double nz, double offset) {
  /**
   * Checks the normal.
   *
   * @throws IllegalArgumentException if the normal is not a unit vector or the offset is not finite
   */
  public HalfSpace {
    double norm = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (!(Math.abs(norm - 1) < 1e-9) || !Double.isFinite(offset)) {
      throw new IllegalArgumentException(
          name
              + " has a normal of length "
              + norm
              + " and offset "
              + offset
              + ": it needs a unit normal");
    }
  }

  /** A table top at a height, m. */
  public static HalfSpace table(double height) {
    return new HalfSpace("table", 0, 0, 1, height);
  }
}

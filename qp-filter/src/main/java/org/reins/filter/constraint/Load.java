package org.reins.filter.constraint;

/**
 * Torques on a robot's joints that its model does not know, N·m, each of length n. The arrays are
 * kept, not copied: who made them goes on writing them.
 *
 * @param push from outside
 * @param drag that goes with the motion, such as friction; 0 where a joint rests
 * @param error how far the push may be from the truth, not negative
 */
public record Load(double[] push, double[] drag, double[] error) {
  /** Nothing on n joints. */
  public static Load none(int n) {
    return new Load(new double[n], new double[n], new double[n]);
  }
}

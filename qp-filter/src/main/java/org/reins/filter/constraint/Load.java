package org.reins.filter.constraint;

/**
 * Torques on a robot's joints that are not in its model, N·m, each of length n. The arrays are
 * kept, not copied: their owner continues to update them.
 *
 * @param push external torque
 * @param drag torque that accompanies the motion, such as friction; 0 where a joint rests
 * @param resistance drag, and friction of joints that move too slowly to have one
 * @param error bound on the error of the push, not negative
 */
public record Load(double[] push, double[] drag, double[] resistance, double[] error) {
  /** No load on n joints. */
  public static Load none(int n) {
    return new Load(new double[n], new double[n], new double[n], new double[n]);
  }
}

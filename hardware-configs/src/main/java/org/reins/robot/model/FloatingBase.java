package org.reins.robot.model;

import java.util.List;

/**
 * The body of a robot that stands only on its feet. Its frame has x forward and z up.
 *
 * @param body the body itself
 * @param feet a sphere at the end of each leg ({@code from} and {@code to} are equal), in the order
 *     of the legs' joints
 */
public record FloatingBase(Link body, List<Capsule> feet) {
  /**
   * Checks that there are feet.
   *
   * @throws IllegalArgumentException if there are none
   */
  public FloatingBase {
    feet = List.copyOf(feet);
    if (feet.isEmpty()) {
      throw new IllegalArgumentException("base.feet is empty: a legged robot needs feet");
    }
  }
}

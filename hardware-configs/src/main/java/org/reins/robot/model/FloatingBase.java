package org.reins.robot.model;

import java.util.List;
import java.util.function.Function;

/**
 * The body of a robot that stands only on its feet. Its frame has x forward and z up.
 *
 * @param body the body itself
 * @param feet a sphere at the end of each leg ({@code from} and {@code to} are equal), in the order
 *     of the legs' joints
 */
public record FloatingBase(Link body, List<Capsule> feet) implements Base {
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

  @Override
  public String kind() {
    return "legged";
  }

  @Override
  public List<Link> bodies() {
    return List.of(body);
  }

  @Override
  public <T> T choose(Function<FixedBase, T> fixed, Function<FloatingBase, T> floating) {
    return floating.apply(this);
  }
}

package org.reins.filter.constraint;

import java.util.List;

/**
 * Shapes in the world that a filter avoids, for pictures. Immutable.
 *
 * @param planes whose free side the arm keeps to
 * @param capsules capsules and spheres
 * @param boxes boxes
 */
public record Obstacles(
    List<HalfSpace> planes, List<CapsuleObstacle> capsules, List<BoxObstacle> boxes) {
  /** Nothing. */
  public static final Obstacles NONE = new Obstacles(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Obstacles {
    planes = List.copyOf(planes);
    capsules = List.copyOf(capsules);
    boxes = List.copyOf(boxes);
  }

  /** Planes and nothing else. */
  public static Obstacles of(List<HalfSpace> planes) {
    return new Obstacles(planes, List.of(), List.of());
  }
}

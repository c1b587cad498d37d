package org.reins.node.arm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.filter.FilterAction;
import org.reins.filter.constraint.BoxObstacle;
import org.reins.filter.constraint.CapsuleObstacle;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.Obstacles;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;

/**
 * The RViz display: each known plane as a thin slab and each capsule as a cylinder with round ends,
 * red while their rows act; and a text with the action, the distances and the names of the acting
 * rows, in the colour of the action.
 */
public final class MarkerScene {
  private static final String FRAME = "base_link";
  private static final double SIDE = 2;
  private static final double THICKNESS = 0.005;
  private static final float[] GREY = {0.6f, 0.6f, 0.6f, 0.35f};
  private static final float[] GREEN = {0.2f, 0.8f, 0.2f, 1};
  private static final float[] BLUE = {0.3f, 0.5f, 1, 1};
  private static final float[] YELLOW = {1, 0.85f, 0.1f, 1};
  private static final float[] RED = {1, 0.15f, 0.1f, 1};

  private final Obstacles obstacles;
  private final List<String> rows;

  MarkerScene(LoadedArm loaded) {
    this(loaded.obstacles(), loaded.filter().rowNames());
  }

  /**
   * A scene of known obstacles.
   *
   * @param rows names of the constraint rows, in the order of the bits of a status
   */
  public MarkerScene(Obstacles obstacles, List<String> rows) {
    this.obstacles = obstacles;
    this.rows = List.copyOf(rows);
  }

  /**
   * Draws a status.
   *
   * @param status null before the first one
   */
  public Markers of(FilterStatus status, long stampNanos) {
    List<String> acting = new ArrayList<>();
    for (int k = 0; status != null && k < rows.size(); k++) {
      if ((status.activeRows & 1L << k) != 0) {
        acting.add(rows.get(k));
      }
    }
    List<Markers.Marker> all = new ArrayList<>();
    for (HalfSpace plane : obstacles.planes()) {
      double[] n = {plane.nx(), plane.ny(), plane.nz()};
      double c = plane.offset() - THICKNESS / 2;
      double[] centre = {c * n[0], c * n[1], c * n[2]};
      double[] size = {SIDE, SIDE, THICKNESS};
      all.add(
          obstacle(stampNanos, Markers.CUBE, all.size(), centre, n, size, plane.name(), acting));
    }
    for (CapsuleObstacle capsule : obstacles.capsules()) {
      addCapsule(all, stampNanos, capsule, acting);
    }
    for (BoxObstacle box : obstacles.boxes()) {
      addBox(all, stampNanos, box, acting);
    }
    all.add(
        new Markers.Marker(
            stampNanos,
            FRAME,
            "status",
            0,
            Markers.TEXT,
            new double[] {0, 0, 1.3, 0, 0, 0, 1},
            new double[] {0, 0, 0.05},
            colour(status),
            text(status, acting)));
    return new Markers(all);
  }

  private static void addCapsule(
      List<Markers.Marker> all, long stampNanos, CapsuleObstacle capsule, List<String> acting) {
    double[] axis = new double[3];
    double[] middle = new double[3];
    double length = 0;
    for (int i = 0; i < 3; i++) {
      axis[i] = capsule.to()[i] - capsule.from()[i];
      middle[i] = (capsule.to()[i] + capsule.from()[i]) / 2;
      length += axis[i] * axis[i];
    }
    length = Math.sqrt(length);
    double width = 2 * capsule.radius();
    double[] ball = {width, width, width};
    double[] up = {0, 0, 1};
    String name = capsule.name();
    all.add(
        obstacle(stampNanos, Markers.SPHERE, all.size(), capsule.from(), up, ball, name, acting));
    if (length > 1e-9) {
      for (int i = 0; i < 3; i++) {
        axis[i] /= length;
      }
      double[] size = {width, width, length};
      all.add(obstacle(stampNanos, Markers.CYLINDER, all.size(), middle, axis, size, name, acting));
      all.add(
          obstacle(stampNanos, Markers.SPHERE, all.size(), capsule.to(), up, ball, name, acting));
    }
  }

  private static void addBox(
      List<Markers.Marker> all, long stampNanos, BoxObstacle box, List<String> acting) {
    double[] middle = new double[3];
    double[] size = new double[3];
    for (int i = 0; i < 3; i++) {
      middle[i] = (box.from()[i] + box.to()[i]) / 2;
      size[i] = box.to()[i] - box.from()[i];
    }
    double[] up = {0, 0, 1};
    all.add(obstacle(stampNanos, Markers.CUBE, all.size(), middle, up, size, box.name(), acting));
  }

  /** A shape of a known obstacle: red while one of its rows acts. */
  private static Markers.Marker obstacle(
      long stampNanos,
      int type,
      int id,
      double[] centre,
      double[] axis,
      double[] size,
      String name,
      List<String> acting) {
    boolean acts = acting.stream().anyMatch(r -> r.contains(name));
    return new Markers.Marker(
        stampNanos,
        FRAME,
        "obstacles",
        id,
        type,
        pose(centre, axis),
        size,
        acts ? RED : GREY,
        name);
  }

  private static float[] colour(FilterStatus status) {
    if (status == null) {
      return GREY;
    }
    return switch (FilterAction.of(status.action)) {
      case PASS -> GREEN;
      case MODIFIED -> BLUE;
      case SLOWDOWN -> YELLOW;
      default -> RED;
    };
  }

  private static String text(FilterStatus status, List<String> acting) {
    if (status == null) {
      return "not active";
    }
    return String.format(
        Locale.ROOT,
        "%s, level %d, barrier %.0f mm, obstacle %.0f mm%s",
        FilterAction.of(status.action),
        status.level,
        1e3 * status.barrierMargin,
        1e3 * status.obstacleMargin,
        acting.isEmpty() ? "" : "\n" + String.join(", ", acting));
  }

  /** A pose at a centre, with the z axis turned to a unit vector along the shortest rotation. */
  private static double[] pose(double[] centre, double[] axis) {
    double w = 1 + axis[2];
    // For the opposite direction any axis in the plane works.
    double[] turn = w < 1e-9 ? new double[] {1, 0, 0, 0} : new double[] {-axis[1], axis[0], 0, w};
    double length = 0;
    for (double v : turn) {
      length += v * v;
    }
    length = Math.sqrt(length);
    return new double[] {
      centre[0],
      centre[1],
      centre[2],
      turn[0] / length,
      turn[1] / length,
      turn[2] / length,
      turn[3] / length
    };
  }
}

package org.reins.node.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.filter.FilterAction;
import org.reins.filter.constraint.HalfSpace;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;

/**
 * What RViz shows: each known plane as a thin slab, red while its rows act; and a text with the
 * action, the margins and the names of the rows that act, in the colour of the action.
 */
final class MarkerScene {
  private static final String FRAME = "base_link";
  private static final double SIDE = 2;
  private static final double THICKNESS = 0.005;
  private static final float[] GREY = {0.6f, 0.6f, 0.6f, 0.35f};
  private static final float[] GREEN = {0.2f, 0.8f, 0.2f, 1};
  private static final float[] BLUE = {0.3f, 0.5f, 1, 1};
  private static final float[] YELLOW = {1, 0.85f, 0.1f, 1};
  private static final float[] RED = {1, 0.15f, 0.1f, 1};

  private final List<HalfSpace> planes;
  private final List<String> rows;

  MarkerScene(List<HalfSpace> planes, List<String> rows) {
    this.planes = planes;
    this.rows = rows;
  }

  /**
   * The picture of a status.
   *
   * @param status null before the first one
   */
  Markers of(FilterStatus status, long stampNanos) {
    List<String> acting = new ArrayList<>();
    for (int k = 0; status != null && k < rows.size(); k++) {
      if ((status.activeRows & 1L << k) != 0) {
        acting.add(rows.get(k));
      }
    }
    List<Markers.Marker> all = new ArrayList<>();
    for (int k = 0; k < planes.size(); k++) {
      HalfSpace plane = planes.get(k);
      boolean acts = acting.stream().anyMatch(r -> r.contains(plane.name()));
      all.add(
          new Markers.Marker(
              stampNanos,
              FRAME,
              "planes",
              k,
              Markers.CUBE,
              pose(plane),
              new double[] {SIDE, SIDE, THICKNESS},
              acts ? RED : GREY,
              plane.name()));
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

  private static float[] colour(FilterStatus status) {
    if (status == null) {
      return GREY;
    }
    return switch (FilterAction.values()[status.action]) {
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
        FilterAction.values()[status.action],
        status.level,
        1e3 * status.barrierMargin,
        1e3 * status.obstacleMargin,
        acting.isEmpty() ? "" : "\n" + String.join(", ", acting));
  }

  /** A slab just behind the plane n·p = c, its z axis turned to n. */
  private static double[] pose(HalfSpace plane) {
    double x = plane.nx();
    double y = plane.ny();
    double z = plane.nz();
    double c = plane.offset() - THICKNESS / 2;
    // The shortest turn from z to n; any axis in the plane for the opposite direction.
    double w = 1 + z;
    double[] turn = w < 1e-9 ? new double[] {1, 0, 0, 0} : new double[] {-y, x, 0, w};
    double length = 0;
    for (double v : turn) {
      length += v * v;
    }
    length = Math.sqrt(length);
    return new double[] {
      c * x, c * y, c * z, turn[0] / length, turn[1] / length, turn[2] / length, turn[3] / length
    };
  }
}

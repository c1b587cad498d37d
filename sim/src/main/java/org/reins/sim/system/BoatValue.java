package org.reins.sim.system;

import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.GradientBounds;

/**
 * The value function of {@link Boat}: V(p) = max over inputs of the smallest h that will be met. V
 * ≥ 0 is the largest set from which the boat can stay off the rocks.
 *
 * <p>Computed by value iteration V ← min(h, max_u V(p + Δt ṗ)) with the midpoint rule on a grid,
 * from V = h until it stands still; between grid points V is bilinear. Not thread-safe.
 */
public final class BoatValue implements Barrier, GradientBounds {
  private static final int DIRECTIONS = 32;
  private static final double STILL = 1e-6;

  private final double spacing;
  private final int columns;
  private final int rows;
  private final double[] value;
  private final double[] gradient = new double[2];
  private final double[] low = new double[2];
  private final double[] high = new double[2];

  /**
   * Computes the function.
   *
   * @param spacing of the grid, m, 0.005 to 0.1
   * @throws IllegalArgumentException when the spacing is out of range
   */
  public BoatValue(double spacing) {
    if (!(spacing >= 0.005 && spacing <= 0.1)) {
      throw new IllegalArgumentException("spacing is " + spacing + " m: allowed is 0.005 to 0.1");
    }
    this.spacing = spacing;
    columns = (int) Math.round((Boat.EAST - Boat.WEST) / spacing) + 1;
    rows = (int) Math.round(-2 * Boat.SOUTH / spacing) + 1;
    value = new double[columns * rows];
    iterate(spacing);
  }

  private void iterate(double dt) {
    double[] clearance = new double[value.length];
    for (int j = 0; j < rows; j++) {
      for (int i = 0; i < columns; i++) {
        clearance[j * columns + i] =
            Boat.clearance(Boat.WEST + i * spacing, Boat.SOUTH + j * spacing);
      }
    }
    System.arraycopy(clearance, 0, value, 0, value.length);
    double[] next = new double[value.length];
    double change = 1;
    while (change > STILL) {
      change = 0;
      for (int j = 0; j < rows; j++) {
        double y = Boat.SOUTH + j * spacing;
        for (int i = 0; i < columns; i++) {
          double x = Boat.WEST + i * spacing;
          int at = j * columns + i;
          double best = Double.NEGATIVE_INFINITY;
          for (int k = 0; k < DIRECTIONS && best < clearance[at]; k++) {
            double angle = 2 * Math.PI * k / DIRECTIONS;
            double uy = Math.sin(angle);
            double middle = y + dt / 2 * uy;
            double reached =
                value(x + dt * (Math.cos(angle) + 2 - middle * middle / 2), y + dt * uy);
            best = Math.max(best, reached);
          }
          next[at] = Math.min(clearance[at], best);
          change = Math.max(change, Math.abs(next[at] - value[at]));
        }
      }
      System.arraycopy(next, 0, value, 0, value.length);
    }
  }

  /** V, m; outside the box that of the nearest point of it. */
  public double value(double x, double y) {
    double a = Math.max(0, Math.min(columns - 1.000001, (x - Boat.WEST) / spacing));
    double b = Math.max(0, Math.min(rows - 1.000001, (y - Boat.SOUTH) / spacing));
    int i = (int) a;
    int j = (int) b;
    double s = a - i;
    double t = b - j;
    int at = j * columns + i;
    return (1 - t) * ((1 - s) * value[at] + s * value[at + 1])
        + t * ((1 - s) * value[at + columns] + s * value[at + columns + 1]);
  }

  @Override
  public int inputs() {
    return 2;
  }

  @Override
  public double evaluate(double[] x) {
    double a = Math.max(0, Math.min(columns - 1.000001, (x[0] - Boat.WEST) / spacing));
    double b = Math.max(0, Math.min(rows - 1.000001, (x[1] - Boat.SOUTH) / spacing));
    int i = (int) a;
    int j = (int) b;
    int at = j * columns + i;
    double s = a - i;
    double t = b - j;
    double south = value[at + 1] - value[at];
    double north = value[at + columns + 1] - value[at + columns];
    double west = value[at + columns] - value[at];
    double east = value[at + columns + 1] - value[at + 1];
    gradient[0] = ((1 - t) * south + t * north) / spacing;
    gradient[1] = ((1 - s) * west + s * east) / spacing;
    return value(x[0], x[1]);
  }

  @Override
  public double[] gradient() {
    return gradient;
  }

  /** Over all cells that the box touches: in a cell each slope lies between those of its edges. */
  @Override
  public void bound(double[] lower, double[] upper) {
    int west = cell(lower[0] - Boat.WEST, columns);
    int east = cell(upper[0] - Boat.WEST, columns);
    int south = cell(lower[1] - Boat.SOUTH, rows);
    int north = cell(upper[1] - Boat.SOUTH, rows);
    low[0] = Double.POSITIVE_INFINITY;
    low[1] = Double.POSITIVE_INFINITY;
    high[0] = Double.NEGATIVE_INFINITY;
    high[1] = Double.NEGATIVE_INFINITY;
    for (int j = south; j <= north + 1; j++) {
      for (int i = west; i <= east; i++) {
        take(0, value[j * columns + i + 1] - value[j * columns + i]);
      }
    }
    for (int j = south; j <= north; j++) {
      for (int i = west; i <= east + 1; i++) {
        take(1, value[(j + 1) * columns + i] - value[j * columns + i]);
      }
    }
  }

  private void take(int axis, double rise) {
    low[axis] = Math.min(low[axis], rise / spacing);
    high[axis] = Math.max(high[axis], rise / spacing);
  }

  private int cell(double offset, int count) {
    return Math.max(0, Math.min(count - 2, (int) Math.floor(offset / spacing)));
  }

  @Override
  public double[] gradientLow() {
    return low;
  }

  @Override
  public double[] gradientHigh() {
    return high;
  }
}

package org.reins.sim.system;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.GradientBounds;

/**
 * The value function of a benchmark system, V(x) = max over inputs, min over disturbances, of the
 * smallest future h. V ≥ 0 is the kernel: the largest set in which the system can be kept.
 *
 * <p>V is computed by value iteration V ← min(h, max_u min_w V(x + Δt ẋ)) with the midpoint rule on
 * a grid, from V = h until V no longer changes or the horizon is reached. Between grid points V is
 * multilinear. Evaluating allocates nothing. Not thread-safe.
 */
public final class GridValue implements Barrier, GradientBounds {
  private static final double STILL = 1e-6;
  private static final double ROUNDING = 1e-12;
  private static final double LONGEST_STEP = 0.05;
  private static final double CELLS_A_STEP = 3;

  private final BenchmarkSystem system;
  private final Predicate<double[]> exact;
  private final BenchmarkSystem.Domain domain;
  private final int n;
  private final int[] points;
  private final int[] stride;
  private final double[] spacing;
  private double[] value;
  private final Cell cell;
  private final double[] gradient;
  private final double[] low;
  private final double[] high;
  private final int[] from;
  private final int[] to;
  private final int[] index;

  /** Location of a state in the grid. */
  private static final class Cell {
    final int[] corner;
    final double[] share;
    final int[] next;
    final int[] offset;
    final double[] value;

    Cell(int n) {
      offset = new int[1 << n];
      value = new double[1 << n];
      corner = new int[n];
      share = new double[n];
      next = new int[n];
    }
  }

  /**
   * Computes the function.
   *
   * @param refinement factor on the number of grid points in each dimension, 0.1 to 4
   * @param progress receives the share of finished work, 0 to 1, from one thread
   * @throws IllegalArgumentException if the refinement is out of range
   */
  public GridValue(BenchmarkSystem system, double refinement, DoubleConsumer progress) {
    if (!(refinement >= 0.1 && refinement <= 4)) {
      throw new IllegalArgumentException("refinement is " + refinement + ": allowed is 0.1 to 4");
    }
    this.system = system;
    exact = system.exactKernel();
    domain = system.domain();
    n = system.states();
    points = new int[n];
    stride = new int[n];
    spacing = new double[n];
    int total = 1;
    for (int i = n - 1; i >= 0; i--) {
      int cells = system.facts().gridPoints()[i] - (domain.periodic()[i] ? 0 : 1);
      int refined = Math.max(2, (int) Math.round(refinement * cells));
      points[i] = refined + (domain.periodic()[i] ? 0 : 1);
      spacing[i] = (domain.upper()[i] - domain.lower()[i]) / refined;
      stride[i] = total;
      total = Math.multiplyExact(total, points[i]);
    }
    cell = new Cell(n);
    gradient = new double[n];
    low = new double[n];
    high = new double[n];
    from = new int[n];
    to = new int[n];
    index = new int[n];
    value = new double[total];
    iterate(progress);
  }

  private GridValue(GridValue other) {
    system = other.system;
    exact = other.exact;
    domain = other.domain;
    n = other.n;
    points = other.points;
    stride = other.stride;
    spacing = other.spacing;
    value = other.value;
    cell = new Cell(n);
    gradient = new double[n];
    low = new double[n];
    high = new double[n];
    from = new int[n];
    to = new int[n];
    index = new int[n];
  }

  /** The same function for another thread; the grid is shared. */
  public GridValue view() {
    return new GridValue(this);
  }

  /** The same with the system's own number of grid points, without progress reports. */
  public GridValue(BenchmarkSystem system) {
    this(system, 1, share -> {});
  }

  private void iterate(DoubleConsumer progress) {
    double dt = LONGEST_STEP;
    for (int i = 0; i < n; i++) {
      dt = Math.min(dt, CELLS_A_STEP * spacing[i] / system.rate()[i]);
    }
    int most = (int) Math.ceil(system.horizon() / dt);
    double step = system.horizon() / most;
    double[] margin = new double[value.length];
    double[] x = new double[n];
    for (int k = 0; k < margin.length; k++) {
      place(k, x);
      margin[k] = system.h(x);
    }
    System.arraycopy(margin, 0, value, 0, value.length);
    double[] next = new double[value.length];
    double[][] inputs = system.inputSet().extremes();
    double[][] disturbances = system.disturbances();
    byte[] favourite = new byte[value.length];
    for (int k = 0; k < most; k++) {
      double[] following = next;
      double change =
          IntStream.range(0, points[0])
              .parallel()
              .mapToDouble(i -> sweep(i, step, margin, following, favourite, inputs, disturbances))
              .max()
              .orElse(0);
      next = value;
      value = following;
      progress.accept((k + 1.0) / most);
      if (change < STILL) {
        break;
      }
    }
  }

  /** Updates one slice of the grid; returns the largest change in it. */
  private double sweep(
      int slice,
      double dt,
      double[] margin,
      double[] next,
      byte[] favourite,
      double[][] inputs,
      double[][] disturbances) {
    Stepper stepper = new Stepper();
    double[] x = new double[n];
    double change = 0;
    for (int k = slice * stride[0]; k < (slice + 1) * stride[0]; k++) {
      place(k, x);
      double best = Double.NEGATIVE_INFINITY;
      int first = favourite[k];
      // An input that costs nothing ends the search. Start with the input that did so last time.
      for (int u = 0; u < inputs.length && best < margin[k] - ROUNDING; u++) {
        int input = u == 0 ? first : u == first ? 0 : u;
        double worst = Double.POSITIVE_INFINITY;
        for (int w = 0; w < disturbances.length && worst > best; w++) {
          worst = Math.min(worst, stepper.reached(x, inputs[input], disturbances[w], dt));
        }
        if (worst > best) {
          best = worst;
          favourite[k] = (byte) input;
        }
      }
      next[k] = Math.min(margin[k], best);
      change = Math.max(change, Math.abs(next[k] - value[k]));
    }
    return change;
  }

  /** The buffers that one thread needs to simulate the system for one step. */
  private final class Stepper {
    private final double[] f = new double[n];
    private final double[] g = new double[n * system.inputs()];
    private final double[] middle = new double[n];
    private final double[] end = new double[n];
    private final Cell at = new Cell(n);

    double reached(double[] x, double[] u, double[] w, double dt) {
      move(x, x, u, w, dt / 2, middle);
      move(x, middle, u, w, dt, end);
      locate(end, at);
      return interpolate(at);
    }

    private void move(
        double[] x, double[] slopeAt, double[] u, double[] w, double dt, double[] out) {
      system.evaluate(slopeAt, f, g);
      for (int i = 0; i < n; i++) {
        double rate = f[i] + w[i];
        for (int j = 0; j < u.length; j++) {
          rate += g[i * u.length + j] * u[j];
        }
        out[i] = x[i] + dt * rate;
      }
    }
  }

  private void place(int k, double[] x) {
    int rest = k;
    for (int i = 0; i < n; i++) {
      int steps = rest / stride[i];
      x[i] = domain.lower()[i] + steps * spacing[i];
      rest %= stride[i];
    }
  }

  private void locate(double[] x, Cell out) {
    for (int i = 0; i < n; i++) {
      double a = (x[i] - domain.lower()[i]) / spacing[i];
      if (domain.periodic()[i]) {
        a -= points[i] * Math.floor(a / points[i]);
        int c = Math.min(points[i] - 1, (int) a);
        out.corner[i] = c;
        out.share[i] = a - c;
        out.next[i] = (c + 1 == points[i] ? -c : 1) * stride[i];
      } else {
        int c = Math.max(0, Math.min(points[i] - 2, (int) Math.floor(a)));
        out.corner[i] = c;
        out.share[i] = Math.max(0, Math.min(1, a - c));
        out.next[i] = stride[i];
      }
    }
  }

  private double interpolate(Cell at) {
    int count = 1;
    at.offset[0] = 0;
    for (int i = 0; i < n; i++) {
      at.offset[0] += at.corner[i] * stride[i];
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < count; j++) {
        at.offset[count + j] = at.offset[j] + at.next[i];
      }
      count *= 2;
    }
    for (int j = 0; j < count; j++) {
      at.value[j] = value[at.offset[j]];
    }
    for (int i = n - 1; i >= 0; i--) {
      count /= 2;
      for (int j = 0; j < count; j++) {
        at.value[j] += at.share[i] * (at.value[count + j] - at.value[j]);
      }
    }
    return at.value[0];
  }

  /** ∂V/∂x along one state number: the slope between the faces of the cell. */
  private double slope(Cell at, int along) {
    double sum = 0;
    for (int corner = 0; corner < 1 << n; corner++) {
      double weight = (corner >> along & 1) == 0 ? -1 : 1;
      int offset = 0;
      for (int i = 0; i < n; i++) {
        boolean far = (corner >> i & 1) == 1;
        offset += at.corner[i] * stride[i] + (far ? at.next[i] : 0);
        if (i != along) {
          weight *= far ? at.share[i] : 1 - at.share[i];
        }
      }
      sum += weight * value[offset];
    }
    return sum / spacing[along];
  }

  /** V; outside the domain, V of the nearest point of the domain. */
  public double value(double[] x) {
    locate(x, cell);
    return interpolate(cell);
  }

  /** Whether a state is in the kernel: from the system itself if it knows, otherwise by V ≥ 0. */
  public boolean contains(double[] x) {
    return exact == null ? value(x) >= 0 : exact.test(x);
  }

  /** Share of the scored box in the kernel, on a grid with this number of points per dimension. */
  public double kernelShare(int pointsADimension) {
    long all = 1;
    for (int i = 0; i < n; i++) {
      all *= pointsADimension;
    }
    double[] x = new double[n];
    long inside = 0;
    for (long k = 0; k < all; k++) {
      long rest = k;
      for (int i = 0; i < n; i++) {
        double share = (rest % pointsADimension + 0.5) / pointsADimension;
        x[i] = system.lower()[i] + share * (system.upper()[i] - system.lower()[i]);
        rest /= pointsADimension;
      }
      inside += contains(x) ? 1 : 0;
    }
    return (double) inside / all;
  }

  @Override
  public int inputs() {
    return n;
  }

  @Override
  public double evaluate(double[] x) {
    locate(x, cell);
    for (int i = 0; i < n; i++) {
      gradient[i] = slope(cell, i);
    }
    return interpolate(cell);
  }

  @Override
  public double[] gradient() {
    return gradient;
  }

  /**
   * Covers all cells that the box touches. In a cell each slope lies between those of its edges.
   */
  @Override
  public void bound(double[] lower, double[] upper) {
    for (int i = 0; i < n; i++) {
      from[i] = bottom(lower[i], i);
      to[i] = Math.max(from[i], bottom(upper[i], i));
    }
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int axis = 0; axis < n; axis++) {
      edges(0, axis);
    }
  }

  private void edges(int dimension, int axis) {
    if (dimension == n) {
      double rise = at(axis, 1) - at(axis, 0);
      low[axis] = Math.min(low[axis], rise / spacing[axis]);
      high[axis] = Math.max(high[axis], rise / spacing[axis]);
      return;
    }
    int last = to[dimension] + (dimension == axis ? 0 : 1);
    for (index[dimension] = from[dimension]; index[dimension] <= last; index[dimension]++) {
      edges(dimension + 1, axis);
    }
  }

  private double at(int axis, int ahead) {
    int offset = 0;
    for (int i = 0; i < n; i++) {
      int k = index[i] + (i == axis ? ahead : 0);
      offset += (domain.periodic()[i] ? Math.floorMod(k, points[i]) : k) * stride[i];
    }
    return value[offset];
  }

  private int bottom(double x, int i) {
    int c = (int) Math.floor((x - domain.lower()[i]) / spacing[i]);
    return domain.periodic()[i] ? c : Math.max(0, Math.min(points[i] - 2, c));
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

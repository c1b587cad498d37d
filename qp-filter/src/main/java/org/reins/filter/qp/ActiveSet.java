package org.reins.filter.qp;

import java.util.Arrays;

/**
 * The active constraints of the dual method, and their factors: J with J Jᵀ = H⁻¹ and an upper
 * triangular R with Jᵀ N = [R; 0], N the normals of the active constraints. The first q columns of
 * J span the image of N in the metric of H; the others are orthogonal to it. On arrays allocated
 * once.
 *
 * <p>A soft row that becomes active for the first time adds a dimension, its slack, in which J has
 * the new column √γ e.
 */
final class ActiveSet {
  final int[] active;
  final boolean[] isActive;

  /** Multipliers of the active constraints. */
  final double[] dual;

  /** R⁻¹ of the image: how the multipliers fall as the new one grows. */
  final double[] step;

  /** The direction in which the new constraint gains most without leaving the active ones. */
  final double[] direction;

  /** The unconstrained minimum x₀, which the solver writes. */
  final double[] free;

  /** The point, followed by the slacks added so far. */
  final double[] x;

  /** The dimension of each row's slack, 0 for none yet. */
  final int[] slackOf;

  /** Number of active constraints. */
  int q;

  /** Number of dimensions. */
  int dim;

  private final ScaledConstraints constraints;
  private final int n;
  private final int maxRows;
  private final int capacity;
  // Rows of J with a stride; the first dim numbers of each are used.
  private final double[] j;
  // Columns of R, each capacity long, and the inverses of its diagonal.
  private final double[] r;
  private final double[] inverseDiagonal;
  private final double[] image;
  private final double[] normal;
  private final double[] work;
  private final int[] boundOf;
  private int stride;

  ActiveSet(ScaledConstraints constraints) {
    this.constraints = constraints;
    n = constraints.n;
    maxRows = constraints.maxRows;
    capacity = n + maxRows;
    int all = maxRows + 2 * n;
    active = new int[capacity + 1];
    isActive = new boolean[all];
    dual = new double[capacity + 1];
    step = new double[capacity];
    direction = new double[capacity];
    x = new double[capacity];
    slackOf = new int[maxRows];
    j = new double[capacity * capacity];
    r = new double[capacity * capacity];
    inverseDiagonal = new double[capacity];
    image = new double[capacity];
    normal = new double[n];
    free = new double[n];
    work = new double[capacity];
    boundOf = new int[n];
  }

  /**
   * Starts at the unconstrained minimum with an empty active set. For a warm start with a diagonal
   * H, starts with its bounds active, because they need no arithmetic: J is a permuted diagonal and
   * R a diagonal. Their x and dual are left to {@link #solve}.
   *
   * @param previous constraints of a warm start
   * @param previousCount number of those; 0 for a cold start
   */
  void start(FactoredHessian hessian, int[] previous, int previousCount) {
    clear();
    stride = n + constraints.soft;
    System.arraycopy(free, 0, x, 0, n);
    if (hessian.isDiagonal()) {
      startWithBounds(hessian, previous, previousCount);
    } else {
      hessian.copyTo(j, stride);
    }
  }

  /** Clears the active set and removes all slacks. */
  void clear() {
    q = 0;
    dim = n;
    Arrays.fill(isActive, false);
    Arrays.fill(slackOf, 0, constraints.count, 0);
  }

  /** Marks constraint p as active without factors, which only {@link #start} sets up. */
  void take(int p, double multiplier) {
    active[q] = p;
    isActive[p] = true;
    dual[q] = multiplier;
    q++;
  }

  /** Returns to the unconstrained minimum, with an empty active set. */
  void backToFree() {
    System.arraycopy(free, 0, x, 0, n);
    Arrays.fill(x, n, dim, 0);
  }

  private void startWithBounds(FactoredHessian hessian, int[] previous, int previousCount) {
    Arrays.fill(boundOf, -1);
    for (int k = 0; k < previousCount; k++) {
      int p = previous[k];
      if (p >= maxRows && constraints.exists(p) && boundOf[(p - maxRows) % n] < 0) {
        boundOf[(p - maxRows) % n] = p;
      }
    }
    int last = n;
    Arrays.fill(j, 0, n * stride, 0);
    for (int i = 0; i < n; i++) {
      double d = hessian.root(i);
      int p = boundOf[i];
      int column = p >= 0 ? q : --last;
      j[i * stride + column] = d;
      if (p >= 0) {
        double sign = p < maxRows + n ? 1 : -1;
        Arrays.fill(r, q * capacity, q * capacity + q, 0);
        r[q * capacity + q] = sign * d;
        inverseDiagonal[q] = sign / d;
        active[q] = p;
        isActive[p] = true;
        q++;
      }
    }
  }

  /** normal · x − rhs of the constraint that {@link ScaledConstraints#mostViolated} has found. */
  double violation(int p) {
    if (p < maxRows) {
      double s = constraints.surplus(p);
      return slackOf[p] > 0 ? s + x[slackOf[p]] : s;
    }
    double along = p < maxRows + n ? x[p - maxRows] : -x[p - maxRows - n];
    return along - constraints.rhs[p];
  }

  /** image = Jᵀ normal of constraint p; gives a soft row its dimension if it has none yet. */
  void project(int p) {
    if (p >= maxRows) {
      boolean isLower = p < maxRows + n;
      int i = isLower ? p - maxRows : p - maxRows - n;
      double sign = isLower ? 1 : -1;
      for (int c = 0, at = i * stride; c < dim; c++) {
        image[c] = sign * j[at + c];
      }
      return;
    }
    if (constraints.softness[p] > 0 && slackOf[p] == 0) {
      grow(p);
    }
    constraints.normal(p, normal);
    multiplyTransposed(j, stride, normal, n, image, dim);
    int slot = slackOf[p];
    if (slot > 0) {
      int at = slot * stride;
      for (int c = 0; c < dim; c++) {
        image[c] += j[at + c];
      }
    }
  }

  /** image = the first rows of J, transposed, times a vector. */
  private static void multiplyTransposed(
      double[] j, int stride, double[] vector, int n, double[] image, int dim) {
    int c = 0;
    for (; c + 3 < dim; c += 4) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int i = 0, at = c; i < n; i++, at += stride) {
        double v = vector[i];
        s0 += j[at] * v;
        s1 += j[at + 1] * v;
        s2 += j[at + 2] * v;
        s3 += j[at + 3] * v;
      }
      image[c] = s0;
      image[c + 1] = s1;
      image[c + 2] = s2;
      image[c + 3] = s3;
    }
    if (c + 2 < dim) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      for (int i = 0, at = c; i < n; i++, at += stride) {
        double v = vector[i];
        s0 += j[at] * v;
        s1 += j[at + 1] * v;
        s2 += j[at + 2] * v;
      }
      image[c] = s0;
      image[c + 1] = s1;
      image[c + 2] = s2;
      c += 3;
    }
    for (; c < dim; c++) {
      double s = 0;
      for (int i = 0, at = c; i < n; i++, at += stride) {
        s += j[at] * vector[i];
      }
      image[c] = s;
    }
  }

  /** Adds the dimension of the slack of row p: minimise ½ s² / γ on top, so its column is √γ e. */
  private void grow(int p) {
    int d = dim++;
    for (int i = 0; i < d; i++) {
      j[i * stride + d] = 0;
    }
    Arrays.fill(j, d * stride, d * stride + d, 0);
    j[d * stride + d] = Math.sqrt(constraints.softness[p]);
    slackOf[p] = d;
    x[d] = 0;
  }

  /** Square of the part of the image outside the span of the active normals. */
  double outside() {
    return square(image, q, dim);
  }

  /** Square of the part of the image inside that span; the sum of both is the squared length. */
  double inside() {
    return square(image, 0, q);
  }

  /** Two sums in parallel: in a single sum each addition waits for the previous one. */
  private static double square(double[] v, int from, int to) {
    double s = 0;
    double t = 0;
    int c = from;
    for (; c + 1 < to; c += 2) {
      s += v[c] * v[c];
      t += v[c + 1] * v[c + 1];
    }
    if (c < to) {
      s += v[c] * v[c];
    }
    return s + t;
  }

  /** direction = J₂ J₂ᵀ normal: the direction of largest gain without leaving the active ones. */
  void aim() {
    multiply(j, stride, image, q, dim, direction);
  }

  /** direction = columns from q on of J times the vector's numbers from q on. */
  private static void multiply(
      double[] j, int stride, double[] vector, int q, int dim, double[] direction) {
    int i = 0;
    for (; i + 3 < dim; i += 4) {
      int a0 = i * stride;
      int a1 = a0 + stride;
      int a2 = a1 + stride;
      int a3 = a2 + stride;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int c = q; c < dim; c++) {
        double v = vector[c];
        s0 += j[a0 + c] * v;
        s1 += j[a1 + c] * v;
        s2 += j[a2 + c] * v;
        s3 += j[a3 + c] * v;
      }
      direction[i] = s0;
      direction[i + 1] = s1;
      direction[i + 2] = s2;
      direction[i + 3] = s3;
    }
    if (i + 2 < dim) {
      int a0 = i * stride;
      int a1 = a0 + stride;
      int a2 = a1 + stride;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      for (int c = q; c < dim; c++) {
        double v = vector[c];
        s0 += j[a0 + c] * v;
        s1 += j[a1 + c] * v;
        s2 += j[a2 + c] * v;
      }
      direction[i] = s0;
      direction[i + 1] = s1;
      direction[i + 2] = s2;
      i += 3;
    }
    for (; i < dim; i++) {
      double s = 0;
      for (int c = q, at = i * stride; c < dim; c++) {
        s += j[at + c] * vector[c];
      }
      direction[i] = s;
    }
  }

  /** Moves x along the direction. */
  void move(double t) {
    for (int i = 0; i < dim; i++) {
      x[i] += t * direction[i];
    }
  }

  /** step = R⁻¹ of the first q numbers of image. */
  void backSubstitute() {
    System.arraycopy(image, 0, step, 0, q);
    backSubstitute(step);
  }

  /** v ← R⁻¹ v, two columns of R at a time. */
  private void backSubstitute(double[] v) {
    int k = q - 1;
    for (; k >= 1; k -= 2) {
      int at = k * capacity;
      int next = at - capacity;
      double s = v[k] * inverseDiagonal[k];
      double t = (v[k - 1] - s * r[at + k - 1]) * inverseDiagonal[k - 1];
      v[k] = s;
      v[k - 1] = t;
      for (int i = 0; i < k - 1; i++) {
        v[i] = v[i] - s * r[at + i] - t * r[next + i];
      }
    }
    if (k == 0) {
      v[0] *= inverseDiagonal[0];
    }
  }

  /**
   * Adds the constraint whose image and direction are loaded: with v the part of the image from q
   * on and u = v ± ‖v‖ e, the reflection E − 2 u uᵀ / uᵀu takes v to a multiple of e. J₂ u is the
   * direction ± ‖v‖ times column q.
   *
   * @param length ‖v‖
   */
  void admit(int p, double length) {
    double first = image[q];
    double diagonalElement = first > 0 ? -length : length;
    final int size = dim;
    if (q == size - 1) {
      diagonalElement = first;
    } else {
      double scale = 1 / (length * (length + Math.abs(first)));
      image[q] = first - diagonalElement;
      reflect(scale, diagonalElement);
    }
    System.arraycopy(image, 0, r, q * capacity, q);
    r[q * capacity + q] = diagonalElement;
    inverseDiagonal[q] = 1 / diagonalElement;
    active[q] = p;
    isActive[p] = true;
    q++;
  }

  private void reflect(double scale, double diagonalElement) {
    final double[] a = j;
    final double[] u = image;
    final int from = q;
    final int size = dim;
    for (int i = 0; i < size; i++) {
      int at = i * stride;
      double w = scale * (direction[i] - diagonalElement * a[at + from]);
      for (int c = from; c < size; c++) {
        a[at + c] -= w * u[c];
      }
    }
  }

  /** Removes the k-th active constraint and makes R triangular again; the image turns with J. */
  void drop(int k) {
    isActive[active[k]] = false;
    for (int c = k; c < q - 1; c++) {
      active[c] = active[c + 1];
      dual[c] = dual[c + 1];
      System.arraycopy(r, (c + 1) * capacity, r, c * capacity, c + 2);
    }
    q--;
    for (int c = k; c < q; c++) {
      double a = r[c * capacity + c];
      double b = r[c * capacity + c + 1];
      double square = a * a + b * b;
      double inverse = 1 / Math.sqrt(square);
      double cos = a * inverse;
      double sin = b * inverse;
      r[c * capacity + c] = square * inverse;
      inverseDiagonal[c] = inverse;
      for (int l = c + 1; l < q; l++) {
        double u = r[l * capacity + c];
        double v = r[l * capacity + c + 1];
        r[l * capacity + c] = cos * u + sin * v;
        r[l * capacity + c + 1] = cos * v - sin * u;
      }
      double u = image[c];
      double v = image[c + 1];
      image[c] = cos * u + sin * v;
      image[c + 1] = cos * v - sin * u;
      rotate(c, cos, sin);
    }
  }

  /** Adds the column freed by a drop to the step direction; returns what it adds outside. */
  double widen() {
    double s = image[q];
    for (int i = 0, at = q; i < dim; i++, at += stride) {
      direction[i] += s * j[at];
    }
    return s * s;
  }

  /** Turns columns c and c + 1 of J. */
  private void rotate(int c, double cos, double sin) {
    final double[] a = j;
    for (int i = 0, at = c; i < dim; i++, at += stride) {
      double u = a[at];
      double v = a[at + 1];
      a[at] = cos * u + sin * v;
      a[at + 1] = cos * v - sin * u;
    }
  }

  /** x and dual of the active set, from x₀ and the factors. */
  void solve() {
    for (int k = 0; k < q; k++) {
      double s = constraints.missing(active[k], free);
      int at = k * capacity;
      for (int l = 0; l < k; l++) {
        s -= r[at + l] * work[l];
      }
      work[k] = s * inverseDiagonal[k];
    }
    for (int i = 0; i < dim; i++) {
      double s = i < n ? free[i] : 0;
      for (int c = 0, at = i * stride; c < q; c++) {
        s += j[at + c] * work[c];
      }
      x[i] = s;
    }
    System.arraycopy(work, 0, dual, 0, q);
    backSubstitute(dual);
  }

  /** Recomputes x and dual; returns how far x moved. */
  double polish() {
    System.arraycopy(x, 0, direction, 0, n);
    solve();
    double change = 0;
    for (int i = 0; i < n; i++) {
      change += Math.abs(x[i] - direction[i]);
    }
    return change;
  }
}

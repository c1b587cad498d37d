package org.reins.filter.qp;

import java.util.Arrays;

/** In plain loops, by elimination without square roots, L D Lᵀ. On arrays allocated once. */
final class PlainNormalEquations implements NormalEquations {
  // Columns of N without the variables of zero weight, consecutively, each padded with zeros, and
  // one more column of zeros; and the same with every element times its weight.
  private final double[] normals;
  private final double[] images;
  // Upper triangle of Nᵀ W N + Γ row by row, each stride long, with the right-hand side as column
  // q.
  private final double[] gram;
  private final double[] inversePivot;
  private final double[] leastPivot;
  private final int[] variables;
  private final int n;
  private final int stride;
  // The inputs of the last call.
  private double[] c;
  private int[] rows;
  private double[] y;
  private int q;
  private int open;
  // The number of variables with a weight, rounded up to a multiple of four. Loops over it end at
  // ≠: the compiler would split loops that end at < in three, each longer than the work.
  private int size;

  PlainNormalEquations(int n) {
    this.n = n;
    // Space for the right-hand side, and a multiple of the tiles' width.
    stride = (n + 4) / 4 * 4;
    normals = new double[stride * (n + 1)];
    images = new double[stride * (n + 1)];
    gram = new double[(n + 1) * stride];
    inversePivot = new double[n];
    leastPivot = new double[n];
    variables = new int[n];
  }

  @Override
  public boolean solve(
      double[] matrix,
      double[] reach,
      double[] softness,
      int[] active,
      int count,
      double[] weights,
      double[] x,
      double[] solution) {
    c = matrix;
    rows = active;
    q = count;
    y = solution;
    open = 0;
    for (int i = 0; i < n; i++) {
      if (weights[i] != 0) {
        variables[open++] = i;
      }
    }
    size = (open + 3) & ~3;
    for (int k = 0; k < q; k++) {
      y[k] = reach[rows[k]] - project(rows[k] * n, k * size, weights, x);
    }
    square();
    for (int k = 0; k < q; k++) {
      int diagonal = k * stride + k;
      gram[diagonal] += softness[rows[k]];
      leastPivot[k] = DEPENDENCE * gram[diagonal];
      gram[k * stride + q] = y[k];
    }
    return eliminate();
  }

  /** Takes a normal; returns normal · x₀. */
  private double project(int at, int to, double[] weights, double[] x) {
    for (int k = 0; k < open; k++) {
      double v = c[at + variables[k]];
      normals[to + k] = v;
      images[to + k] = v * weights[variables[k]];
    }
    for (int k = open; k < size; k++) {
      normals[to + k] = 0;
      images[to + k] = 0;
    }
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (int end = n & ~3; i != end; i += 4) {
      s0 += c[at + i] * x[i];
      s1 += c[at + i + 1] * x[i + 1];
      s2 += c[at + i + 2] * x[i + 2];
      s3 += c[at + i + 3] * x[i + 3];
    }
    for (; i < n; i++) {
      s0 += c[at + i] * x[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** The upper triangle of Nᵀ W N, in tiles of two by two, and some elements next to it. */
  private void square() {
    if (q % 2 == 1) {
      Arrays.fill(normals, q * size, (q + 1) * size, 0);
      Arrays.fill(images, q * size, (q + 1) * size, 0);
    }
    for (int k = 0; k < q; k += 2) {
      for (int l = k; l < q; l += 2) {
        tile(k, l);
      }
    }
  }

  private void tile(int k, int l) {
    final double[] m = images;
    final double[] p = normals;
    final double[] g = gram;
    int a0 = k * size;
    int a1 = a0 + size;
    int b0 = l * size;
    int b1 = b0 + size;
    double s00 = 0;
    double s01 = 0;
    double s10 = 0;
    double s11 = 0;
    for (int i = 0, end = size; i != end; i += 4) {
      double u0 = m[a0 + i];
      double u1 = m[a0 + i + 1];
      double u2 = m[a0 + i + 2];
      double u3 = m[a0 + i + 3];
      double v0 = m[a1 + i];
      double v1 = m[a1 + i + 1];
      double v2 = m[a1 + i + 2];
      double v3 = m[a1 + i + 3];
      double w0 = p[b0 + i];
      double w1 = p[b0 + i + 1];
      double w2 = p[b0 + i + 2];
      double w3 = p[b0 + i + 3];
      s00 += u0 * w0 + u1 * w1 + (u2 * w2 + u3 * w3);
      s10 += v0 * w0 + v1 * w1 + (v2 * w2 + v3 * w3);
      w0 = p[b1 + i];
      w1 = p[b1 + i + 1];
      w2 = p[b1 + i + 2];
      w3 = p[b1 + i + 3];
      s01 += u0 * w0 + u1 * w1 + (u2 * w2 + u3 * w3);
      s11 += v0 * w0 + v1 * w1 + (v2 * w2 + v3 * w3);
    }
    int at = k * stride + l;
    g[at] = s00;
    g[at + 1] = s01;
    g[at + stride] = s10;
    g[at + stride + 1] = s11;
  }

  /**
   * Solves for the multipliers, two columns at a time.
   *
   * @return false if the normals are dependent
   */
  private boolean eliminate() {
    final double[] g = gram;
    final int end = (q + 4) & ~3;
    int j = 0;
    for (; j + 1 < q; j += 2) {
      int a = j * stride;
      int b = a + stride;
      if (!isPivot(j)) {
        return false;
      }
      double share = g[a + j + 1] * inversePivot[j];
      for (int k = j + 1 & ~3; k != end; k += 4) {
        g[b + k] -= share * g[a + k];
        g[b + k + 1] -= share * g[a + k + 1];
        g[b + k + 2] -= share * g[a + k + 2];
        g[b + k + 3] -= share * g[a + k + 3];
      }
      if (!isPivot(j + 1)) {
        return false;
      }
      for (int l = j + 2, at = b + stride; l < q; l++, at += stride) {
        double s = g[a + l] * inversePivot[j];
        double t = g[b + l] * inversePivot[j + 1];
        for (int k = l & ~3; k != end; k += 4) {
          g[at + k] = g[at + k] - s * g[a + k] - t * g[b + k];
          g[at + k + 1] = g[at + k + 1] - s * g[a + k + 1] - t * g[b + k + 1];
          g[at + k + 2] = g[at + k + 2] - s * g[a + k + 2] - t * g[b + k + 2];
          g[at + k + 3] = g[at + k + 3] - s * g[a + k + 3] - t * g[b + k + 3];
        }
      }
    }
    if (j < q && !isPivot(j)) {
      return false;
    }
    for (int k = q - 1; k >= 0; k--) {
      int at = k * stride;
      double s = g[at + q];
      for (int l = k + 1; l < q; l++) {
        s -= g[at + l] * y[l];
      }
      y[k] = s * inversePivot[k];
    }
    return true;
  }

  /** Takes the next diagonal element as pivot; NaN is rejected. */
  private boolean isPivot(int k) {
    double pivot = gram[k * stride + k];
    inversePivot[k] = 1 / pivot;
    return pivot > leastPivot[k];
  }

  @Override
  public void pull(double[] sum) {
    Arrays.fill(sum, 0);
    for (int k = 0; k < q; k++) {
      double force = y[k];
      int at = rows[k] * n;
      int i = 0;
      for (int end = n & ~3; i != end; i += 4) {
        sum[i] += force * c[at + i];
        sum[i + 1] += force * c[at + i + 1];
        sum[i + 2] += force * c[at + i + 2];
        sum[i + 3] += force * c[at + i + 3];
      }
      for (; i < n; i++) {
        sum[i] += force * c[at + i];
      }
    }
  }
}

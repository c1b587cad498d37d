package org.reins.filter.qp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * On vector registers of 512 bits, by elimination without square roots, L D Lᵀ. Rows lie side by
 * side, so that the numbers of one variable are one register or a few; columns of the matrix as
 * well. What is above its diagonal is not read, and where it shares a register with what is below,
 * elimination makes it zero but for rounding. On arrays allocated once.
 */
final class VectorNormalEquations implements NormalEquations {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_512;
  private static final int LENGTH = TableauData.WIDTH;

  private final int n;
  private final int width;
  // Variable by variable what it is in each row, zeros behind the last one.
  private final double[] normals;
  private final double[] gram;
  // Of each row, what it takes from those before it; its own place and those behind it are zero.
  private final double[] factor;
  private final double[] right;
  private final double[] inversePivot;
  private final double[] leastPivot;
  private final double[] force;
  private int q;
  private int height;

  VectorNormalEquations(int n) {
    this.n = n;
    width = TableauData.pad(n);
    normals = new double[n * width];
    gram = new double[width * width];
    factor = new double[width * width];
    right = new double[width];
    inversePivot = new double[width];
    leastPivot = new double[width];
    force = new double[width];
  }

  @Override
  public boolean solve(
      double[] matrix,
      double[] reach,
      double[] softness,
      int[] rows,
      int count,
      double[] weights,
      double[] x,
      double[] y) {
    q = count;
    height = TableauData.pad(q);
    load(matrix, reach, rows);
    reduce(x);
    square(weights);
    for (int k = 0; k < q; k++) {
      int diagonal = k * width + k;
      gram[diagonal] += softness[rows[k]];
      leastPivot[k] = DEPENDENCE * gram[diagonal];
    }
    if (!eliminate()) {
      return false;
    }
    substitute();
    System.arraycopy(force, 0, y, 0, q);
    return true;
  }

  /** Normals and what they must reach. */
  private void load(double[] c, double[] reach, int[] rows) {
    for (int k = 0; k < q; k++) {
      right[k] = reach[rows[k]];
      int i = 0;
      int at = rows[k] * n;
      int to = k;
      for (int end = n & ~3; i != end; i += 4, at += 4, to += 4 * width) {
        normals[to] = c[at];
        normals[to + width] = c[at + 1];
        normals[to + 2 * width] = c[at + 2];
        normals[to + 3 * width] = c[at + 3];
      }
      for (; i < n; i++, at++, to += width) {
        normals[to] = c[at];
      }
    }
    for (int k = q; k < height; k++) {
      right[k] = 0;
      for (int i = 0, to = k; i < n; i++, to += width) {
        normals[to] = 0;
      }
    }
  }

  /** right ← right − Nᵀ x. */
  private void reduce(double[] x) {
    for (int b = 0; b < height; b += LENGTH) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int i = 0, at = b; i < n; i++, at += width) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, normals, at);
        sum = v.fma(DoubleVector.broadcast(SPECIES, x[i]), sum);
      }
      DoubleVector.fromArray(SPECIES, right, b).sub(sum).intoArray(right, b);
    }
  }

  /** Nᵀ W N, four columns at a time. */
  private void square(double[] weights) {
    final double[] m = normals;
    for (int l = 0; l < q; l += 4) {
      for (int b = l & -LENGTH; b < height; b += LENGTH) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = DoubleVector.zero(SPECIES);
        DoubleVector s2 = DoubleVector.zero(SPECIES);
        DoubleVector s3 = DoubleVector.zero(SPECIES);
        for (int i = 0, at = 0; i < n; i++, at += width) {
          DoubleVector v = DoubleVector.fromArray(SPECIES, m, at + b).mul(weights[i]);
          s0 = v.fma(DoubleVector.broadcast(SPECIES, m[at + l]), s0);
          s1 = v.fma(DoubleVector.broadcast(SPECIES, m[at + l + 1]), s1);
          s2 = v.fma(DoubleVector.broadcast(SPECIES, m[at + l + 2]), s2);
          s3 = v.fma(DoubleVector.broadcast(SPECIES, m[at + l + 3]), s3);
        }
        int to = l * width + b;
        s0.intoArray(gram, to);
        s1.intoArray(gram, to + width);
        s2.intoArray(gram, to + 2 * width);
        s3.intoArray(gram, to + 3 * width);
      }
    }
  }

  private boolean eliminate() {
    final double[] g = gram;
    for (int j = 0, column = 0; j < q; j++, column += width) {
      double pivot = g[column + j];
      // NaN is none.
      if (!(pivot > leastPivot[j])) {
        return false;
      }
      double inverse = 1 / pivot;
      inversePivot[j] = inverse;
      double share = right[j] * inverse;
      for (int b = (j + 1) & -LENGTH; b < height; b += LENGTH) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, g, column + b);
        v.fma(DoubleVector.broadcast(SPECIES, -share), DoubleVector.fromArray(SPECIES, right, b))
            .intoArray(right, b);
      }
      // Its own place has become zero where it shares a register.
      right[j] = share * pivot;
      for (int l = j + 1, at = column + width; l < q; l++, at += width) {
        double s = g[column + l] * inverse;
        factor[l * width + j] = s;
        for (int b = l & -LENGTH; b < height; b += LENGTH) {
          DoubleVector v = DoubleVector.fromArray(SPECIES, g, column + b);
          v.fma(DoubleVector.broadcast(SPECIES, -s), DoubleVector.fromArray(SPECIES, g, at + b))
              .intoArray(g, at + b);
        }
      }
    }
    return true;
  }

  /** force = D⁻¹ right, and from the last row to the first what it takes from those before it. */
  private void substitute() {
    for (int b = 0; b < height; b += LENGTH) {
      DoubleVector.fromArray(SPECIES, right, b)
          .mul(DoubleVector.fromArray(SPECIES, inversePivot, b))
          .intoArray(force, b);
    }
    for (int k = q - 1; k > 0; k--) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, -force[k]);
      for (int b = 0; b < k; b += LENGTH) {
        DoubleVector.fromArray(SPECIES, factor, k * width + b)
            .fma(v, DoubleVector.fromArray(SPECIES, force, b))
            .intoArray(force, b);
      }
    }
  }

  @Override
  public void pull(double[] sum) {
    for (int i = 0, at = 0; i < n; i++, at += width) {
      DoubleVector s = DoubleVector.zero(SPECIES);
      for (int b = 0; b < height; b += LENGTH) {
        s =
            DoubleVector.fromArray(SPECIES, normals, at + b)
                .fma(DoubleVector.fromArray(SPECIES, force, b), s);
      }
      sum[i] = s.reduceLanes(VectorOperators.ADD);
    }
  }
}

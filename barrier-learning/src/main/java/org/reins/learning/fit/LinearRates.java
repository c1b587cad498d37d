package org.reins.learning.fit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The part of the data's rates that is linear in features and inputs, by least squares over the
 * training rows:
 *
 * <pre>
 *   (x′ − x) / dt ≈ c + L φ((x + x′) / 2) + K u
 * </pre>
 *
 * <p>with φ the normalised features. A large part of most dynamics is linear in them (velocities,
 * friction, sines and cosines of angles). A network then learns only the rest, and its error is a
 * share of the rest. If the equations have no solution, all coefficients are zero, and the network
 * learns everything.
 *
 * @param columns 1 + features + inputs
 * @param table c, L and K of each ẋᵢ, row by row; not to be modified
 */
public record LinearRates(int columns, float[] table) {
  // Added share of each diagonal element of the normal equations, for features that never change.
  private static final double RIDGE = 1e-9;

  public static LinearRates of(LearningData data) {
    int n = data.rows.stateSize();
    int m = data.rows.actionSize();
    int columns = 1 + data.features + m;
    DMatrixRMaj square = new DMatrixRMaj(columns, columns);
    DMatrixRMaj right = new DMatrixRMaj(columns, n);
    float[] middle = new float[n];
    float[] v = new float[columns];
    for (int row : data.training) {
      data.middle(row, middle);
      v[0] = 1;
      data.normaliser.write(middle, 0, v, 1);
      System.arraycopy(data.rows.action(), row * m, v, 1 + data.features, m);
      for (int a = 0; a < columns; a++) {
        for (int b = 0; b <= a; b++) {
          square.add(a, b, (double) v[a] * v[b]);
        }
        for (int i = 0; i < n; i++) {
          right.add(a, i, v[a] * data.difference(row, i) / data.file.dt());
        }
      }
    }
    for (int a = 0; a < columns; a++) {
      square.set(a, a, square.get(a, a) * (1 + RIDGE) + Double.MIN_NORMAL);
      for (int b = 0; b < a; b++) {
        square.set(b, a, square.get(a, b));
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(columns);
    float[] table = new float[n * columns];
    if (solver.setA(square)) {
      DMatrixRMaj x = new DMatrixRMaj(columns, n);
      solver.solve(right, x);
      for (int i = 0; i < n; i++) {
        for (int a = 0; a < columns; a++) {
          table[i * columns + a] = (float) x.get(a, i);
        }
      }
    }
    return new LinearRates(columns, table);
  }

  /**
   * Returns the linear part of ẋᵢ.
   *
   * @param features normalised features of one row
   * @param inputs inputs of many rows; those of this row start at an index
   * @param size number of inputs per row
   */
  double rate(int i, float[] features, float[] inputs, int from, int size) {
    int at = i * columns;
    double s = table[at++];
    for (float feature : features) {
      s += (double) table[at++] * feature;
    }
    for (int k = 0; k < size; k++) {
      s += (double) table[at++] * inputs[from + k];
    }
    return s;
  }
}

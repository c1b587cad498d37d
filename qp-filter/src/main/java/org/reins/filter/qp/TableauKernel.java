package org.reins.filter.qp;

/**
 * The time-critical loops of a {@link Tableau}, over the arrays of one {@link TableauData}. Heights
 * and widths are multiples of {@link TableauData#WIDTH}.
 */
interface TableauKernel {
  /** An index is stored in the last bits of a number that is compared. */
  int INDEX = 1023;

  /**
   * Changes to x̃: roots and inverse roots of the diagonal, x̃₀, and the bounds times √H, also
   * widened by rounding.
   *
   * @param slop rounding bound of a variable x, as a share of 1 + |its bound|
   */
  void scale(int width, double slop);

  /**
   * Starts a tableau: t = original with each column times its sign. Weights each row by the inverse
   * of its length, computes its rounding bound, and its value = start + original · point.
   *
   * @param columns number of columns of the point
   * @param slopOfLength rounding bound, as a share of a row's length
   * @param slopOfStart rounding bound, as a share of a row's start
   */
  void load(int columns, int height, double slopOfLength, double slopOfStart);

  /** value = start + original · point, into an array as high as the tableau. */
  void evaluate(int columns, int height, double[] to);

  /** gradient = point − x̃₀ − originalᵀ · force. */
  void gradient(int columns, int height);

  /**
   * Finds the row with the largest weighted violation.
   *
   * @return the row in its last bits; at most {@link #INDEX} if none is violated
   */
  long mostViolated(int height);

  /**
   * The open image of an image, and its square.
   *
   * @return in its last bits the column whose multiplier reaches zero first as that of the image's
   *     row grows; at most {@link #INDEX} if none does
   */
  long block(int width);

  /**
   * Shares and turns of a pivot, and the effect of a step on the multipliers: share = −image/square
   * where a constraint holds the column, −β image where it is open, turn = σ share there, and dual
   * ← dual − step · image.
   */
  void aim(double inverseSquare, double sigma, double beta, double step, int width);

  /** direction = t · open image, and value ← value + step · direction. */
  void direct(double step, int columns, int height);

  /**
   * A pivot: each column ← column + share · direction + turn · the pivot's column, and the pivot's
   * column ← direction / square.
   */
  void pivot(int column, double inverseSquare, int columns, int height);

  /**
   * Products of a column with all others, over the rows that are coordinates, into share.
   *
   * @return the product of the column with itself
   */
  double products(int column, int columns, int width);

  /**
   * From products to the effect of a release: share ← −product/own where a constraint holds the
   * column, 0 elsewhere, dual ← dual − step · image, and image ← image + share · that of the
   * released column.
   */
  void part(double inverseOwn, double step, double imageOfReleased, int width);

  /**
   * A release: each column ← column + share · the released column, which is then multiplied by a
   * number.
   */
  void release(int column, double scale, int columns, int height);

  /**
   * The kernel on vector registers.
   *
   * @throws ReflectiveOperationException if this virtual machine has none
   * @throws LinkageError if an incubating interface has changed
   */
  static TableauKernel of(TableauData data) throws ReflectiveOperationException {
    return Class.forName("org.reins.filter.qp.VectorTableauKernel")
        .asSubclass(TableauKernel.class)
        .getDeclaredConstructor(TableauData.class)
        .newInstance(data);
  }
}

package org.reins.filter.qp;

import java.util.Arrays;

/**
 * The pivots of a {@link Tableau}: how a constraint enters the basis and how one leaves it, each
 * together with the corresponding step of the point and of the multipliers.
 *
 * <p>Let d be a constraint's image, its row of the tableau times its sign; b the held columns, z
 * the open ones.
 *
 * <ul>
 *   <li>The step's direction is Σ d_z z, over the open columns. The constraint enters by one
 *       Householder reflection of the open columns, which takes the open part of d to a multiple of
 *       one of them, so that it changes along that column alone; that column becomes the direction
 *       over Σ d_z², and every held column gives up its share d_b of it, so that aᵀ b = 0 for the
 *       new constraint's normal a.
 *   <li>A constraint leaves: its column's share, in the metric of x̃, is removed from the other
 *       columns; its column, scaled to unit length, is then open.
 *   <li>A soft row that becomes active gets a separate column, its slack.
 * </ul>
 *
 * <p>It writes to the arrays of {@link TableauData} and owns none. Nothing allocates.
 */
final class TableauPivots {
  private final TableauData data;
  private final TableauKernel kernel;
  private final TableauBasis basis;

  /** Creates the pivots of a tableau. */
  TableauPivots(TableauData data, TableauKernel kernel, TableauBasis basis) {
    this.data = data;
    this.kernel = kernel;
    this.basis = basis;
  }

  /** Loads the image of a row; returns which constraint blocks, see {@link TableauKernel#block}. */
  long image(int row, double sign) {
    final double[] t = data.t;
    final double[] image = data.image;
    final int columns = basis.columns;
    for (int j = 0, at = row; j < columns; j++, at += data.stride) {
      image[j] = sign * t[at];
    }
    return kernel.block(basis.width);
  }

  /**
   * Gives a soft row its slack.
   *
   * @param k row of the problem
   * @param softness of the row, 0 for a hard one, which needs no slack
   * @return false if there is no space
   */
  boolean grow(int k, double softness) {
    if (softness == 0 || basis.hasSlack(k)) {
      return true;
    }
    if (basis.isFull()) {
      return false;
    }
    int j = basis.addSlack(k);
    int at = j * data.stride;
    Arrays.fill(data.t, at, at + basis.height, 0);
    data.t[at + basis.base + k] = Math.sqrt(softness);
    data.t[at + j] = 1;
    return true;
  }

  /**
   * Steps, and makes the loaded row active. There must be an open column.
   *
   * @param step of the row's multiplier
   * @param gain increase of its multiplier in the previous steps
   */
  void enter(int row, double sign, double step, double gain) {
    int j = basis.firstOpenColumn();
    double square = data.square;
    double first = data.image[j];
    // The reflection's vector is the open image plus σ e, with the sign that does not cancel.
    double sigma = Math.copySign(Math.sqrt(square), first);
    double beta = 1 / (square + sigma * first);
    double inverse = 1 / square;
    kernel.aim(inverse, sigma, beta, step, basis.width);
    kernel.direct(step, basis.columns, basis.height);
    kernel.pivot(j, inverse, basis.columns, basis.height);
    basis.hold(j, row, sign, gain + step);
  }

  /** Steps, and drops the constraint that blocks; returns which one blocks next. */
  long release(int j, double step) {
    double own = kernel.products(j, basis.columns, basis.width);
    double inverse = 1 / own;
    double image = data.image[j];
    kernel.part(inverse, step, image, basis.width);
    data.share[j] = 0;
    double scale = Math.sqrt(inverse);
    kernel.direct(step, basis.columns, basis.height);
    kernel.release(j, scale, basis.columns, basis.height);
    data.image[j] = scale * image;
    basis.free(j);
    return kernel.block(basis.width);
  }

  /** Drops a constraint by moving along its column until its multiplier is zero. */
  void letGo(int j) {
    double dual = data.dual[j];
    double own = kernel.products(j, basis.columns, basis.width);
    double inverse = 1 / own;
    // With its products as the image and its column alone as the direction, this is also a step.
    double step = -dual * inverse;
    Arrays.fill(data.openImage, 0, basis.width, 0);
    data.openImage[j] = 1;
    for (int k = 0; k < basis.columns; k++) {
      data.image[k] = -data.share[k];
    }
    kernel.part(inverse, step, 0, basis.width);
    data.share[j] = 0;
    kernel.direct(step, basis.columns, basis.height);
    kernel.release(j, Math.sqrt(inverse), basis.columns, basis.height);
    basis.free(j);
  }
}

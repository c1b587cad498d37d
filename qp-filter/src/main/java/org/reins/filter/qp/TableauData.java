package org.reins.filter.qp;

import java.util.Arrays;

/**
 * The numbers of a {@link Tableau}, on which its {@link TableauKernel} works. Rows are, in this
 * order, the n variables, the possible slacks, and the rows of the problem; columns are directions
 * in the space of variables and slacks. Everything is padded with rows and columns that stay zero,
 * to a multiple of {@link #WIDTH}. Allocated once.
 */
final class TableauData {
  /** All lengths are a multiple of this: one register of 512 bits. */
  static final int WIDTH = 8;

  /** Stride between columns of the tableau. */
  final int stride;

  /** Column by column: the component of each row along each column. */
  final double[] t;

  /** The tableau for x̃ alone, used to check answers. */
  final double[] original;

  /** Value of each row at the point; for a row of the problem, minus its right-hand side. */
  final double[] value;

  /** Value of each row at zero. */
  final double[] start;

  /** Below this a row is violated. */
  final double[] lower;

  /** Above this a row is violated. */
  final double[] upper;

  /** Rounding bound of a row of the problem. */
  final double[] slop;

  /** Weight of a violation of each row. */
  final double[] weight;

  /** Of each column: 1 if it is open, 0 if a constraint holds it. */
  final double[] open;

  /** Of each column: the multiplier of the constraint that holds it, ∞ if none does. */
  final double[] dual;

  /** Of each column: its factor at the start, 1 or −1. */
  final double[] sign;

  /** A row of the tableau, times 1 or −1: the component of each column along a constraint. */
  final double[] image;

  /** The image where columns are open, 0 elsewhere. */
  final double[] openImage;

  /** Direction of a step: of each row. */
  final double[] direction;

  /** Of each column: the share of a direction that is added to it. */
  final double[] share;

  /** Of each column: the share of a column that is added to it. */
  final double[] turn;

  /** A point x̃. */
  final double[] point;

  /** The diagonal of H; 1 after it; the next arrays are padded with 0, −∞ and ∞. */
  final double[] diagonal;

  /** f. */
  final double[] linear;

  /** Lower bounds, of x̃ once scaled. */
  final double[] lowest;

  /** Upper bounds, of x̃ once scaled. */
  final double[] highest;

  /** Lower bounds minus the rounding bound. */
  final double[] leastLow;

  /** Upper bounds plus the rounding bound. */
  final double[] mostHigh;

  /** √H⁻¹. */
  final double[] roots;

  /** √H. */
  final double[] inverseRoots;

  /** The free minimum x̃₀. */
  final double[] free;

  /** Of each row: its multiplier, times 1 or −1. */
  final double[] force;

  /** Residual of stationarity. */
  final double[] gradient;

  /** 1 for the rows that are variables or slacks in use, 0 for the others. */
  final double[] isCoordinate;

  /** The sum of the squares of the open image. */
  double square;

  /**
   * Allocates.
   *
   * @param columns largest number of columns
   * @param rows largest number of rows of the tableau
   */
  TableauData(int columns, int rows) {
    int width = pad(columns);
    stride = pad(rows);
    t = new double[columns * stride];
    original = new double[columns * stride];
    value = new double[stride];
    start = new double[stride];
    lower = new double[stride];
    upper = new double[stride];
    slop = new double[stride];
    weight = new double[stride];
    open = new double[width];
    dual = new double[width];
    sign = new double[width];
    image = new double[width];
    openImage = new double[width];
    direction = new double[stride];
    share = new double[width];
    turn = new double[width];
    point = new double[width];
    diagonal = new double[width];
    linear = new double[width];
    lowest = new double[width];
    highest = new double[width];
    leastLow = new double[width];
    mostHigh = new double[width];
    roots = new double[width];
    inverseRoots = new double[width];
    free = new double[width];
    force = new double[stride];
    gradient = new double[width];
    isCoordinate = new double[stride];
    Arrays.fill(diagonal, 1);
  }

  /** A number rounded up to a multiple of the width. */
  static int pad(int size) {
    return (size + WIDTH - 1) / WIDTH * WIDTH;
  }
}

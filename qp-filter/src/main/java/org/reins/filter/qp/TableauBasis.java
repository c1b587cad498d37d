package org.reins.filter.qp;

import java.util.Arrays;

/**
 * The basis of a {@link Tableau}: which constraint holds which column, which columns are open, and
 * how many rows and columns are in use.
 *
 * <p>Rows of the tableau are numbered as in {@link TableauData}: the n variables from 0, the slacks
 * from n, the rows of the problem from {@link #base}. A column held by a constraint has that
 * constraint's row, and the sign that makes it a lower bound.
 *
 * <p>It owns its arrays, and keeps {@link TableauData#open} and {@link TableauData#dual}, which the
 * kernel reads, consistent with them. Allocated once; nothing allocates afterwards.
 */
final class TableauBasis {
  /** Largest number of slacks. */
  static final int SLACKS = 8;

  /** Number of variables. */
  final int n;

  /** Of each column that is held: the active row. Length n + {@link #SLACKS}. */
  final int[] rowOf;

  /** Of each column that is held: 1 for its row's lower bound, −1 for its upper one. */
  final double[] signOf;

  /** The first row of the problem. */
  int base;

  /** Number of problem rows for which the tableau is laid out, −1 for not yet. */
  int rows = -1;

  /** Rows of the tableau, padded. */
  int height;

  /** Columns: n, and one more for each slack added. */
  int columns;

  /** Columns, padded. */
  int width;

  /** Number of held columns. */
  int active;

  private final TableauData data;
  // Of each row of the problem: its slack's column, 0 for none yet.
  private final int[] slackOf;
  // Bit j is set if column j is open.
  private long openColumns;

  /**
   * Allocates a basis.
   *
   * @param n number of variables; with the slacks at most 64
   * @param maxRows largest number of rows of a problem
   * @param data shared with the tableau's other parts
   */
  TableauBasis(int n, int maxRows, TableauData data) {
    this.n = n;
    this.data = data;
    int most = n + SLACKS;
    rowOf = new int[most];
    signOf = new double[most];
    slackOf = new int[maxRows];
  }

  /** Sets where the problem's rows begin and their number. */
  void layOut(int first, int count) {
    base = first;
    rows = count;
    height = TableauData.pad(first + count);
  }

  /** Opens the columns of all variables; no slack has a column, no constraint is active. */
  void clear() {
    columns = n;
    width = TableauData.pad(n);
    active = 0;
    openColumns = -1L >>> (Long.SIZE - n);
    Arrays.fill(data.open, 0, n, 1);
    Arrays.fill(data.dual, 0, n, Double.POSITIVE_INFINITY);
  }

  /** Forgets the columns of slacks; only problems with soft rows have any. */
  void clearSlacks() {
    Arrays.fill(slackOf, 0, rows, 0);
    Arrays.fill(data.isCoordinate, n, base, 0);
    Arrays.fill(data.open, n, data.open.length, 0);
    Arrays.fill(data.dual, n, data.dual.length, Double.POSITIVE_INFINITY);
  }

  boolean hasOpenColumn() {
    return openColumns != 0;
  }

  /** The first open column; 64 if there is none. */
  int firstOpenColumn() {
    return Long.numberOfTrailingZeros(openColumns);
  }

  boolean hasSlack(int k) {
    return slackOf[k] > 0;
  }

  /** Whether no further slack can be added. */
  boolean isFull() {
    return columns == n + SLACKS;
  }

  /** Opens a further column, for the slack of row k of the problem; returns its index. */
  int addSlack(int k) {
    int j = columns++;
    width = TableauData.pad(columns);
    data.isCoordinate[j] = 1;
    slackOf[k] = j;
    open(j);
    return j;
  }

  /** Assigns an open column to a constraint, with its sign and its multiplier. */
  void hold(int j, int row, double sign, double dual) {
    data.open[j] = 0;
    data.dual[j] = dual;
    rowOf[j] = row;
    signOf[j] = sign;
    openColumns &= ~(1L << j);
    active++;
  }

  /** Releases a column from the constraint that holds it. */
  void free(int j) {
    open(j);
    active--;
  }

  private void open(int j) {
    data.open[j] = 1;
    data.dual[j] = Double.POSITIVE_INFINITY;
    openColumns |= 1L << j;
  }

  /** Required value of an active row, in the units of {@link TableauData#value}. */
  double goal(int row, double sign) {
    if (row >= base) {
      return 0;
    }
    return sign > 0 ? data.lowest[row] : data.highest[row];
  }

  /** The square of a row's length. */
  double squaredLength(int row) {
    if (row < base) {
      return 1;
    }
    double w = data.weight[row];
    return 1 / (w * w);
  }
}

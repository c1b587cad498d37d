package org.reins.filter.qp;

import java.util.Locale;

/** The solvers to choose from. */
public enum QpBackEnd {
  /** {@link DualActiveSetSolver}, warm-started: what Reins runs on. */
  OWN,
  /** {@link OjAlgoQpSolver}: a second opinion; it allocates and is much slower. */
  OJALGO;

  /** Makes a solver. */
  public QpSolver make(int n, int maxRows) {
    return this == OWN ? new DualActiveSetSolver(n, maxRows, true) : new OjAlgoQpSolver(n, maxRows);
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException when there is no such solver
   */
  public static QpBackEnd of(String name) {
    for (QpBackEnd b : values()) {
      if (b.name().toLowerCase(Locale.ROOT).equals(name)) {
        return b;
      }
    }
    throw new IllegalArgumentException("solver is " + name + ": allowed is own or ojalgo");
  }
}

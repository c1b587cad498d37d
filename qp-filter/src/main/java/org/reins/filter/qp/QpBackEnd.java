package org.reins.filter.qp;

import java.util.Locale;

/** The available solvers. */
public enum QpBackEnd {
  /** {@link DualActiveSetSolver}, warm-started: the default. */
  OWN,
  /**
   * The same on vector registers, where the virtual machine has them, see {@link
   * DualActiveSetSolver#vector}; like {@link #OWN} elsewhere.
   */
  VECTOR,
  /** {@link OjAlgoQpSolver}: a second opinion; it allocates and is much slower. */
  OJALGO;

  /** Creates a solver. */
  public QpSolver make(int n, int maxRows) {
    return switch (this) {
      case OWN -> new DualActiveSetSolver(n, maxRows, true);
      case VECTOR -> DualActiveSetSolver.vector(n, maxRows, true);
      case OJALGO -> new OjAlgoQpSolver(n, maxRows);
    };
  }

  /** Message if the requested solver is not available, empty otherwise; may run a self-test. */
  public String remark() {
    String obstacle = this == VECTOR ? DualActiveSetSolver.vectorObstacle() : "";
    return obstacle.isEmpty()
        ? ""
        : "solver vector is not available here, it runs in plain loops: " + obstacle;
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if there is no such solver
   */
  public static QpBackEnd of(String name) {
    for (QpBackEnd b : values()) {
      if (b.name().toLowerCase(Locale.ROOT).equals(name)) {
        return b;
      }
    }
    throw new IllegalArgumentException("solver is " + name + ": allowed is own, vector or ojalgo");
  }
}

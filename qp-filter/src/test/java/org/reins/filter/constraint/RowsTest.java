package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.reins.filter.qp.QpProblem;

/** One joint of inertia 0.5 kg·m² that a drag of −1 N·m and a resistance of −3 N·m oppose. */
class RowsTest {
  private static final double[] MASS_INVERSE = {2};
  private static final double[] ALONG = {1};

  private final QpProblem problem = new QpProblem(1, 4);

  private Rows rows(double push, double drag, double resistance) {
    Load load =
        new Load(
            new double[] {push}, new double[] {drag}, new double[] {resistance}, new double[] {0});
    Rows rows = new Rows(problem, MASS_INVERSE, new double[1], load);
    rows.clear();
    return rows;
  }

  @Test
  void rowsOnDistancesReserveTheFrictionOfSlowJoints_andAFifthOfItMore() {
    rows(0, -1, -3).atLeast(ALONG, 4, 0, 0);
    assertEquals(4 + 2 * 3 * 1.2, problem.rightHandSide[0], 1e-12);
  }

  @Test
  void frictionThatHelpsIsNotCountedWith() {
    rows(0, 1, 3).atLeast(ALONG, 4, 0, 0);
    assertEquals(4, problem.rightHandSide[0], 1e-12);
  }

  @Test
  void rowsOnSingleJointsReserveTheDragOnly() {
    Rows rows = rows(0, -1, -3);
    rows.jointAtLeast(0, 4, RowLimit.SPEED, 0);
    assertEquals(4 + 2 * 1, problem.rightHandSide[0], 1e-12);
    rows.jointAtLeast(0, 4, RowLimit.ACCELERATION, 0);
    assertEquals(4, problem.rightHandSide[1], 1e-12);
  }

  @Test
  void aJointTooSlowForADragStillHasItsFrictionReserved() {
    rows(0, 0, -3).atLeast(ALONG, 4, 0, 0);
    assertEquals(4 + 2 * 3 * 1.2, problem.rightHandSide[0], 1e-12);
  }
}

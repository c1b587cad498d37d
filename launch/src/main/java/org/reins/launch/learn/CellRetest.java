package org.reins.launch.learn;

import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.cell.CellModels;
import org.reins.launch.cell.CellPolicy;
import org.reins.launch.simnode.Backend;
import org.reins.sim.ClosedLoop;
import org.reins.sim.Violation;
import org.reins.sim.cell.Cell;

/** Episodes of a cell's task in lockstep, to test a barrier in closed loop. */
final class CellRetest implements AutoCloseable {
  private final double seconds;
  private final CellPolicy policy;
  private final ClosedLoop loop;

  /**
   * Prepares episodes.
   *
   * @param barrier of the filter; it must fit the cell's robot
   */
  CellRetest(Cell cell, BarrierFile barrier) {
    seconds = cell.task().seconds();
    policy = CellPolicy.of(cell);
    loop =
        CellModels.loop(
            cell, policy, CellModels.filter(cell, barrier, QpBackEnd.OWN), Backend.EMBEDDED);
  }

  /** Whether an episode enters a zone. */
  boolean entersZone(long seed) {
    loop.reset(seed);
    for (long k = 0; k < Math.round(seconds / loop.period()); k++) {
      loop.step();
    }
    return loop.judge().events(Violation.ZONE) > 0;
  }

  /** Goals reached in the last episode. */
  int goals() {
    return loop.task().reached();
  }

  @Override
  public void close() {
    policy.close();
  }
}

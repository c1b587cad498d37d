package org.reins.launch.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.SafetyFilter;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.simnode.Backend;
import org.reins.sim.ArmOutput;
import org.reins.sim.ClosedLoop;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;

/** An arm beside a person and boxes, with each type of command that it may take. */
class CellOutputTest {
  private static final double SECONDS = 12;

  @ParameterizedTest
  @EnumSource(ArmOutput.class)
  void filteredItKeepsFromPersonAndBoxesAndReachesItsGoals_unfilteredItDoesNot(ArmOutput output) {
    Cell cell =
        CellFile.parse(
            "cell.yaml",
            CellFile.text("ur5e-person").replace("output: velocity", "output: " + output.key()),
            null);
    assertEquals(output, cell.output());
    try (CellPolicy policy = CellPolicy.of(cell)) {
      ClosedLoop bare = run(cell, policy, null);
      ClosedLoop filtered = run(cell, policy, CellModels.filter(cell, null, QpBackEnd.OWN));
      assertTrue(bare.personEvents() > 0, "the goals lead towards the person");
      assertEquals(0, filtered.personEvents(), "nearest " + filtered.nearestPerson());
      assertEquals(0, filtered.judge().events());
      assertTrue(filtered.nearestPerson() < 0.6, "the person came: " + filtered.nearestPerson());
      assertEquals(bare.task().reached(), filtered.task().reached(), 1);
    }
  }

  private static ClosedLoop run(Cell cell, CellPolicy policy, SafetyFilter filter) {
    ClosedLoop loop = CellModels.loop(cell, policy, filter, Backend.EMBEDDED);
    loop.reset(1);
    for (long k = 0; k < SECONDS / loop.period(); k++) {
      loop.step();
    }
    return loop;
  }
}

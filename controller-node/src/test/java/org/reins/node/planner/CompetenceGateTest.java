package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CompetenceGateTest {
  @Test
  void policiesThatDoNotDeserveItAreHardlyEverPromotedWhateverTheyTry() {
    int policies = 2_000;
    GateCampaign.run(policies, 3_000, 1)
        .forEach(
            (kind, outcome) ->
                // 5 % by construction; the bound leaves room for four standard deviations.
                assertTrue(
                    outcome.promoted()
                        <= policies * CompetenceGate.RISK + 4 * Math.sqrt(policies * 0.05 * 0.95),
                    kind + ": " + outcome));
  }

  @Test
  void aFallAtTheBaseGivesNoEvidenceBack() {
    CompetenceGate gate = new CompetenceGate(4);
    gate.observe(CompetenceGate.BLOCK, true, true);
    double left = gate.wealth();
    assertTrue(left < 1);
    double needed = gate.needed();
    assertFalse(gate.fall(4));
    assertEquals(left, gate.wealth());
    assertEquals(needed, gate.needed());
  }

  @Test
  void aCleanPolicyClimbsOneLevelAtATimeToTheTop() {
    CompetenceGate gate = new CompetenceGate(4);
    int before = 0;
    for (int k = 0; k < 1_000; k++) {
      gate.observe(0.1, true, false);
      assertTrue(gate.level() - before <= 1);
      before = gate.level();
    }
    assertEquals(4, gate.level());
  }

  @Test
  void whoeverStandsStillEarnsNothing() {
    CompetenceGate gate = new CompetenceGate(4);
    for (int k = 0; k < 100_000; k++) {
      gate.observe(0.1, false, false);
    }
    assertEquals(0, gate.level());
  }

  @Test
  void aFallIsAtOnceAndTheWayBackIsLonger() {
    CompetenceGate gate = new CompetenceGate(4);
    int first = blocksTo(gate, 1);
    double needed = gate.needed();
    assertTrue(gate.fall(4));
    assertEquals(0, gate.level());
    assertEquals(2 * needed, gate.needed(), 1e-9);
    assertTrue(blocksTo(gate, 1) > first);
    assertFalse(new CompetenceGate(4).fall(1), "at the base there is nothing to fall from");
  }

  @Test
  void evidenceDoesNotCarryOverToTheNextLevel() {
    CompetenceGate gate = new CompetenceGate(4);
    blocksTo(gate, 1);
    assertEquals(1, gate.wealth(), 0);
  }

  private static int blocksTo(CompetenceGate gate, int level) {
    int blocks = 0;
    while (gate.level() < level) {
      gate.observe(CompetenceGate.BLOCK, true, false);
      blocks++;
    }
    return blocks;
  }
}

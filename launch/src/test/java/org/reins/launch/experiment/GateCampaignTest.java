package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.node.planner.CompetenceGate;

/** {@link CompetenceGate} against policies that do not deserve to be promoted. */
@Tag("campaign")
class GateCampaignTest {
  @Test
  void policiesThatDoNotDeserveItAreHardlyEverPromotedWhateverTheyTry() {
    int policies = 1_000;
    GateCampaign.run(policies, 3_000, 1)
        .forEach(
            (kind, outcome) ->
                // 5 % by construction; the bound leaves room for four standard deviations.
                assertTrue(
                    outcome.promoted()
                        <= policies * CompetenceGate.RISK + 4 * Math.sqrt(policies * 0.05 * 0.95),
                    kind + ": " + outcome));
  }
}

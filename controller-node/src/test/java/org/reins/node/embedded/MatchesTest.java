package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.common.MatchingInfo.MatchingStatus;

class MatchesTest {
  private final Matches matches = new Matches();

  private void take(MatchingStatus status, long guid) {
    MatchingInfo info = new MatchingInfo();
    info.setStatus(status);
    info.getGuid().fromPrimitives(guid, guid);
    matches.take(info);
  }

  /** As when two matches share the middleware's one MatchingInfo. */
  @Test
  void twoMatchesOfWhichOneNameIsLostAreStillTwo() {
    take(MatchingStatus.MATCHED_MATCHING, 1);
    assertFalse(matches.hasUnnamed());
    take(MatchingStatus.MATCHED_MATCHING, 1);
    assertEquals(2, matches.count());
    assertTrue(matches.hasUnnamed());
    take(MatchingStatus.REMOVED_MATCHING, 1);
    assertEquals(1, matches.count());
  }
}

package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SendersTest {
  private static final long SECOND = 1_000_000_000L;

  private final Senders senders = new Senders();

  @Test
  void whoWasHeardWithinTheTimeIsCountedOnce() {
    senders.heard(7, 0);
    senders.heard(-8, SECOND / 2);
    senders.heard(7, SECOND);
    assertEquals(2, senders.count(SECOND, SECOND));
    assertEquals(1, senders.count(SECOND * 2, SECOND), "the other one has fallen silent");
    assertEquals(0, senders.count(SECOND * 3, SECOND));
  }

  @Test
  void nobodyIsNotCounted_andOfManyTheLastOnesAreKept() {
    senders.heard(0, 0);
    assertEquals(0, senders.count(0, SECOND));
    assertFalse(senders.areTold());
    for (long who = 1; who <= 100; who++) {
      senders.heard(who, who);
    }
    assertTrue(senders.areTold());
    assertEquals(8, senders.count(100, SECOND));
    assertEquals(8, senders.count(100, 7));
    assertEquals(7, senders.count(100, 6));
  }
}

package org.reins.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MailboxTest {
  @Test
  void onlyTheLatestIsTakenAndOnlyOnce() {
    Mailbox<int[]> box = new Mailbox<>(() -> new int[1]);
    assertFalse(box.take());
    for (int k = 1; k <= 3; k++) {
      box.draft()[0] = k;
      box.post();
    }
    assertTrue(box.take());
    assertEquals(3, box.latest()[0]);
    assertFalse(box.take());
    assertEquals(3, box.latest()[0]);
  }

  @Test
  void aReaderNeverSeesHalfAValueNorGoesBack() throws InterruptedException {
    Mailbox<long[]> box = new Mailbox<>(() -> new long[16]);
    long last = 300_000;
    Thread writer =
        new Thread(
            () -> {
              for (long k = 1; k <= last; k++) {
                java.util.Arrays.fill(box.draft(), k);
                box.post();
              }
            });
    writer.start();
    long seen = 0;
    while (seen < last) {
      if (box.take()) {
        long[] value = box.latest();
        for (long v : value) {
          assertEquals(value[0], v);
        }
        assertTrue(value[0] > seen);
        seen = value[0];
      }
    }
    writer.join();
  }
}

package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  private static byte[] numbered(int number, int size) {
    byte[] frame = new byte[size];
    frame[0] = (byte) number;
    return frame;
  }

  @Test
  void whenMoreWaitsThanMay_theOldestMessagesAreDroppedAndCounted() {
    int sent = 100_000;
    for (int k = 0; k < sent; k++) {
      outbox.message(numbered(k, 1000));
      assertTrue(outbox.waiting() <= Outbox.MOST_DATA);
    }
    int kept = outbox.take(Integer.MAX_VALUE).size();
    assertTrue(kept > 900, "kept " + kept);
    assertEquals(sent - kept, outbox.dropped());
    assertEquals(0, outbox.waiting());
  }

  @Test
  void whenMessagesAreDropped_theNewestStayInOrder() {
    int size = Outbox.MOST_DATA / 3;
    for (int k = 1; k <= 5; k++) {
      outbox.message(numbered(k, size));
    }
    List<Outbox.Item> left = outbox.take(Integer.MAX_VALUE);
    assertEquals(List.of(4, 5), left.stream().map(i -> (int) i.bytes()[0]).toList());
  }

  @Test
  void aMessageThatIsLargerThanAllThatMayWait_isDropped() {
    outbox.message(new byte[Outbox.MOST_DATA]);
    assertEquals(1, outbox.dropped());
    assertEquals(0, outbox.waiting());
  }

  @Test
  void ofALatchedTopicOnlyTheLastMessageWaits() {
    outbox.latest(7, numbered(1, 10));
    outbox.latest(7, numbered(2, 10));
    outbox.latest(8, numbered(3, 10));
    outbox.forget(8);
    List<Outbox.Item> left = outbox.take(Integer.MAX_VALUE);
    assertEquals(1, left.size());
    assertArrayEquals(numbered(2, 10), left.get(0).bytes());
    assertEquals(1, outbox.dropped());
  }

  @Test
  void answersGoFirst_andWhenTooManyWaitNoMoreAreTaken() {
    outbox.message(numbered(1, 10));
    Outbox.Item answer = new Outbox.Item(true, new byte[1000]);
    int taken = 0;
    while (outbox.answer(answer)) {
      taken++;
    }
    assertTrue(taken > 900 && taken * 1000 <= Outbox.MOST_TEXT, "taken " + taken);
    assertTrue(outbox.take(1).get(0).text());
    assertTrue(outbox.answer(answer));
    assertFalse(outbox.answer(answer));
  }
}

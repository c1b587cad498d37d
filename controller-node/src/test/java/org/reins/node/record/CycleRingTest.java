package org.reins.node.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class CycleRingTest {
  private static final int SIZE = 8;
  private final CycleLayout layout = new CycleLayout.Builder().build();

  @Test
  void whenTheRingIsFullCyclesAreDroppedAndCounted() {
    CycleRing ring = new CycleRing(layout, SIZE);
    for (int k = 0; k < SIZE + 5; k++) {
      ring.claim();
      ring.commit();
    }
    assertEquals(5, ring.drops());
    for (int k = 0; k < SIZE; k++) {
      assertEquals(k, ring.peek().word(HeadWord.NUMBER));
      ring.release();
    }
    assertNull(ring.peek());
    // What comes later shows the gap in its number.
    ring.claim();
    ring.commit();
    assertEquals(SIZE + 5, ring.peek().word(HeadWord.NUMBER));
  }

  @Test
  void everyCycleArrivesOnceInOrderAndWhole() throws Exception {
    CycleRing ring = new CycleRing(layout, SIZE);
    long wanted = 200_000;
    Thread writer =
        new Thread(
            () -> {
              for (long k = 0; k < wanted; k++) {
                CycleSlot slot = ring.claim();
                slot.set(HeadWord.NOW, k);
                slot.set(HeadNumber.DT, (double) k);
                ring.commit();
              }
            });
    writer.start();
    long before = -1;
    long seen = 0;
    while (writer.isAlive() || ring.peek() != null) {
      CycleSlot slot = ring.peek();
      if (slot == null) {
        Thread.onSpinWait();
        continue;
      }
      long number = slot.word(HeadWord.NUMBER);
      assertEquals(number, slot.word(HeadWord.NOW));
      assertEquals((double) number, slot.number(HeadNumber.DT));
      assertEquals(true, number > before);
      before = number;
      seen++;
      ring.release();
    }
    assertEquals(wanted, seen + ring.drops());
  }

  @Test
  void aLayoutIsReadBackFromItsSchema() {
    CycleLayout.Builder b = new CycleLayout.Builder();
    int word = b.word("extra", "an integer");
    int number = b.numbers("vector", 3, "m");
    b.numbers("nothing", 0, "left out");
    CycleLayout made = b.build();
    CycleLayout read = CycleLayout.parse(made.schema());
    assertNotNull(read);
    assertEquals(made.bytes(), read.bytes());
    assertEquals(word, read.word("extra"));
    assertEquals(number, read.number("vector"));
    assertEquals(3, read.count("vector"));
    assertEquals(0, read.count("nothing"));
    assertNull(CycleLayout.parse("float64 x\n"));
    assertNull(CycleLayout.parse(made.schema().replace("int64 kind", "int64 other")));
  }
}

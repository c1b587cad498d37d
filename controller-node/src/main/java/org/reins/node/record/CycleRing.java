package org.reins.node.record;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes cycles from the control thread to the recorder's thread. Everything is allocated at the
 * start. The control thread never waits: when the ring is full, its cycle is dropped and counted.
 */
final class CycleRing {
  private final CycleSlot[] slots;
  private final CycleSlot dropped;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong drops = new AtomicLong();
  // Of the control thread.
  private long number;
  private long next;
  private boolean room;

  /** Makes a ring of this many slots. */
  CycleRing(CycleLayout layout, int size) {
    slots = new CycleSlot[size];
    for (int k = 0; k < size; k++) {
      slots[k] = layout.slot();
    }
    dropped = layout.slot();
  }

  /** Control thread: the slot to fill in for the next cycle. */
  CycleSlot claim() {
    room = next - read.get() < slots.length;
    CycleSlot slot = room ? slots[(int) (next % slots.length)] : dropped;
    slot.set(HeadWord.NUMBER, number++);
    return slot;
  }

  /** Control thread: hands the claimed slot over. */
  void commit() {
    if (room) {
      written.lazySet(++next);
    } else {
      drops.lazySet(drops.get() + 1);
    }
  }

  /** Recorder's thread: the oldest slot, until {@link #release}; null if there is none. */
  CycleSlot peek() {
    long k = read.get();
    return k < written.get() ? slots[(int) (k % slots.length)] : null;
  }

  /** Recorder's thread: gives the oldest slot back. */
  void release() {
    read.lazySet(read.get() + 1);
  }

  /** Cycles dropped because the ring was full. */
  long drops() {
    return drops.get();
  }
}

package org.reins.node.filter;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The senders heard recently. One thread records, which allocates nothing; other threads query.
 * Only the most recent few senders are kept.
 */
final class Senders {
  private static final int MOST = 8;

  private final AtomicLongArray who = new AtomicLongArray(MOST);
  private final AtomicLongArray when = new AtomicLongArray(MOST);

  /**
   * Notes a sender.
   *
   * @param sender its number; 0 means unknown and is not recorded
   */
  void heard(long sender, long nanos) {
    if (sender == 0) {
      return;
    }
    int oldest = 0;
    for (int i = 0; i < MOST; i++) {
      if (who.get(i) == sender) {
        when.set(i, nanos);
        return;
      }
      boolean free = who.get(i) == 0;
      if (who.get(oldest) != 0 && (free || when.get(i) - when.get(oldest) < 0)) {
        oldest = i;
      }
    }
    when.set(oldest, nanos);
    who.set(oldest, sender);
  }

  /** Whether any sender with a number was ever heard. */
  boolean areTold() {
    return who.get(0) != 0;
  }

  /** Number of senders heard within a time before now. */
  int count(long now, long withinNanos) {
    int count = 0;
    for (int i = 0; i < MOST; i++) {
      count += who.get(i) != 0 && now - when.get(i) <= withinNanos ? 1 : 0;
    }
    return count;
  }
}

package org.reins.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread of a node that a handler holds, for tests of what must go on without it. */
public final class HeldThread {
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);

  /** The handler: holds its thread until {@link #letGo}. */
  public void hold() {
    held.countDown();
    try {
      letGo.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a thread is held, a minute at most; then the test fails. */
  public void awaitHeld() throws InterruptedException {
    assertTrue(held.await(60, TimeUnit.SECONDS), "no thread was held within 60 s");
  }

  /** Lets it go on. */
  public void letGo() {
    letGo.countDown();
  }

  /** Waits for a condition, a minute at most; then the test fails. */
  public static void await(BooleanSupplier condition) {
    for (int k = 0; k < 6_000 && !condition.getAsBoolean(); k++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertTrue(condition.getAsBoolean(), "within 60 s");
  }
}

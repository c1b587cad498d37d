package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.filter.FilterReason;

@Timeout(60)
class LoopThreadTest {
  private final AtomicBoolean state = new AtomicBoolean();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch ran = new CountDownLatch(1);

  private LoopThread thread(String problem) {
    LoopThread made =
        new LoopThread(
            () -> problem,
            state::get,
            () -> {
              runs.incrementAndGet();
              ran.countDown();
            });
    made.start();
    return made;
  }

  @Test
  void theLoopRunsOnceItIsWantedAndAStateHasCome_andNotBefore() throws Exception {
    try (LoopThread thread = thread("")) {
      assertEquals("", thread.awaitSelfTest());
      state.set(true);
      assertFalse(ran.await(50, TimeUnit.MILLISECONDS), "it is not wanted");
      thread.activate();
      assertTrue(ran.await(30, TimeUnit.SECONDS));
    }
    int before = runs.get();
    assertFalse(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS));
    assertEquals(before, runs.get(), "closed, it does not run any more");
  }

  @Test
  void aSelfTestThatFailsIsSaid_andSoIsOneThatThrows() {
    try (LoopThread thread = thread("joint 3 is wrong")) {
      assertEquals("joint 3 is wrong", thread.awaitSelfTest());
    }
    LoopThread throwing =
        new LoopThread(
            () -> {
              throw new IllegalStateException("no table");
            },
            state::get,
            () -> {});
    throwing.start();
    try (throwing) {
      assertEquals(
          "self-test: java.lang.IllegalStateException: no table", throwing.awaitSelfTest());
    }
  }

  @Test
  void aStopIsHandedOverOnce_andAResetDoesNotTakeOneThatWasNotHandedOver() {
    try (LoopThread thread = thread("")) {
      thread.stop(FilterReason.EMERGENCY_STOP);
      assertEquals(FilterReason.EMERGENCY_STOP, thread.takeStop());
      assertNull(thread.takeStop());
      thread.stop(FilterReason.LOOP_STALLED);
      thread.resetFault();
      assertEquals(FilterReason.LOOP_STALLED, thread.takeStop());
      assertTrue(thread.isResetAsked());
      thread.resetDone();
      assertFalse(thread.isResetAsked());
    }
  }

  @Test
  void withoutAStateTheWaitEndsAtItsDeadline() {
    try (LoopThread thread = thread("")) {
      assertFalse(
          thread.awaitState(
              () -> false, nanos -> {}, org.reins.node.process.NodeClock.nanos() + 1_000));
      assertTrue(thread.awaitState(() -> true, nanos -> {}, 0));
    }
  }
}

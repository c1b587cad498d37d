package org.reins.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.node.Refusals;
import org.reins.node.process.StampWatch.Verdict;

class StampWatchTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 1_700_000_000L * SECOND;

  private final StampWatch watch = new StampWatch();

  @Test
  void aStampIsYoungRisingOrRefused() {
    assertEquals(Verdict.YOUNG, watch.judge(NOW, NOW, 0.3));
    assertEquals(Verdict.NOT_RISING, watch.judge(NOW, NOW, 0.3));
    assertEquals(Verdict.NOT_RISING, watch.judge(NOW - 1, NOW, 0.3));
    assertEquals(Verdict.YOUNG, watch.judge(NOW + 1, NOW, 0.3));
    assertEquals(Verdict.OLD, watch.judge(NOW + 2, NOW + SECOND, 0.3));
    assertEquals(Verdict.AHEAD, watch.judge(NOW + 2 * SECOND, NOW + SECOND, 0.3));
  }

  @Test
  void wildStampsOverflowNothing() {
    assertEquals(Verdict.OLD, watch.judge(Long.MIN_VALUE, NOW, 0.3));
    assertEquals(Verdict.AHEAD, watch.judge(Long.MAX_VALUE, NOW, 0.3));
    assertEquals(Verdict.OLD, watch.judge(0, NOW, 0.3));
    assertEquals(Verdict.YOUNG, watch.judge(NOW, NOW, 0.3));
  }

  @Test
  void beforeTheClockBeginsNothingIsYoung() {
    assertEquals(Verdict.OLD, watch.judge(0, 0, 0.3));
    assertEquals(Verdict.OLD, watch.judge(5, 0, 0.3));
    assertTrue(StampWatch.words(Verdict.OLD, 0, 0, 0.3).contains("/clock"));
  }

  @Test
  void whenOurClockFallsBackTheOrderBeginsAnewAndTheAgeIsJudgedAllTheSame() {
    assertEquals(Verdict.YOUNG, watch.judge(NOW, NOW, 0.3));
    long later = NOW - 3600 * SECOND;
    assertEquals(Verdict.AHEAD, watch.judge(NOW + 1, later, 0.3));
    assertEquals(Verdict.YOUNG, watch.judge(later, later, 0.3));
    assertEquals(Verdict.NOT_RISING, watch.judge(later, later, 0.3));
  }

  @Test
  void stampsOfAClockThatTicksSlowlyRiseAllTheSame_andOneThatIsSetIsFollowed() {
    RisingStamps stamps = new RisingStamps();
    assertEquals(NOW, stamps.next(NOW));
    assertEquals(NOW + 1, stamps.next(NOW));
    assertEquals(NOW + 2, stamps.next(NOW - 1_000_000));
    assertEquals(NOW + SECOND, stamps.next(NOW + SECOND));
    assertEquals(0, stamps.next(0));
    assertEquals(1, stamps.next(0));
  }

  @Test
  void aFloodOfRefusalsIsCountedWholeAndSaidOnceInFiveSeconds() {
    List<String> said = new ArrayList<>();
    long[] nanos = {0};
    Refusals refusals = new Refusals("a status", said::add, () -> nanos[0]);
    for (int k = 0; k < 100_000; k++) {
      refusals.note(() -> "it is forged");
    }
    assertEquals(List.of("a status is refused, it is forged; 1 so far"), said);
    nanos[0] += 5 * SECOND;
    refusals.note(() -> "it is old");
    assertEquals("a status is refused, it is old; 100001 so far", said.get(1));
    assertEquals(100_001, refusals.count());
    assertFalse(refusals.reason().isEmpty());
  }
}

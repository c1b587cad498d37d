package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StateAgeTest {
  private static final long MS = 1_000_000L;
  private static final long WALL = 1_700_000_000_000L * MS;

  private final StateAge age = new StateAge(10 * MS, true);

  @Test
  void onOurClockAStateIsAsOldAsTheClockSays() {
    age.begin(WALL - 2 * MS, 0, 0, WALL);
    assertTrue(age.take(WALL - MS, MS, MS, WALL + MS));
    assertTrue(age.take(WALL, 2 * MS, 2 * MS, WALL + 9 * MS));
    assertFalse(age.take(WALL + MS, 3 * MS, 3 * MS, WALL + 12 * MS), "11 ms old");
    assertEquals(1, age.refused());
  }

  @Test
  void stampsThatRepeatOrFallAreNoNews() {
    age.begin(WALL, 0, 0, WALL);
    assertFalse(age.take(WALL, MS, MS, WALL + MS));
    assertFalse(age.take(WALL - 5 * MS, MS, MS, WALL + MS));
    assertTrue(age.take(WALL + MS, MS, MS, WALL + MS));
    assertFalse(age.take(0, 2 * MS, 2 * MS, WALL + 2 * MS), "a stamp of 0 after others");
  }

  @Test
  void stampsFromTheFutureAndClocksThatJumpAreRefused() {
    age.begin(WALL, 0, 0, WALL);
    assertFalse(age.take(WALL + 3_000 * MS, MS, MS, WALL + MS));
    assertTrue(age.take(WALL + MS, MS, MS, WALL + MS));
  }

  @Test
  void onAnotherClockAStateIsAsOldAsItsWayWasLongerThanTheShortest() {
    long there = 77_000 * MS;
    age.begin(there, 5 * MS, 5 * MS, WALL);
    for (int k = 1; k < 100; k++) {
      assertTrue(age.take(there + k * MS, (5 + k) * MS, (5 + k) * MS, WALL));
    }
    assertFalse(age.take(there + 100 * MS, 120 * MS, 120 * MS, WALL), "15 ms later than usual");
    assertFalse(age.take(there + 4_000 * MS, 121 * MS, 121 * MS, WALL), "the clock jumped");
    assertTrue(age.take(there + 118 * MS, 123 * MS, 123 * MS, WALL));
  }

  @Test
  void stampsThatGoAThousandTimesTooSlowlyAreOldBeforeLong() {
    long there = 77_000 * MS;
    age.begin(there, 0, 0, WALL);
    int taken = 0;
    while (age.take(there + taken * 1_000L + 1_000, (taken + 1) * MS, (taken + 1) * MS, WALL)) {
      taken++;
    }
    assertTrue(taken < 12, taken + " states");
  }

  @Test
  void withoutStampsAStateIsAsOldAsItsArrival() {
    age.begin(0, 0, 0, WALL);
    assertTrue(age.take(0, 5 * MS, 6 * MS, WALL));
    assertFalse(age.take(0, 7 * MS, 30 * MS, WALL));
  }

  @Test
  void theAgeThatIsCompensatedIsAnAverage() {
    age.begin(WALL, 0, 0, WALL);
    for (int k = 1; k < 1000; k++) {
      age.take(WALL + k * MS, k * MS, k * MS, WALL + (k + (k % 2 == 0 ? 3 : 5)) * MS);
    }
    assertEquals(4 * MS, age.smoothed(), 0.3 * MS);
  }

  @Test
  void aClockThatWasSetBack_isBelievedOnceItHasRisenForAWhile() {
    age.begin(50_000 * MS, 0, 0, WALL);
    int old = 0;
    while (!age.take(++old * MS, old * MS, old * MS, WALL) && old < 100) {
      // Not yet.
    }
    assertEquals(StateAge.ANEW + 1, old);
    assertTrue(age.take(++old * MS, old * MS, old * MS, WALL));
  }

  @Test
  void aClockThatWasSetForward_isBelievedOnceItHasRisenForAWhile() {
    long there = 77_000 * MS;
    age.begin(there, 0, 0, WALL);
    int ahead = 0;
    while (!age.take(there + (5_000 + ++ahead) * MS, ahead * MS, ahead * MS, WALL) && ahead < 100) {
      // Not yet.
    }
    assertEquals(StateAge.ANEW, ahead);
    assertTrue(age.take(there + (5_000 + ++ahead) * MS, ahead * MS, ahead * MS, WALL));
  }

  @Test
  void aClockThatRunsTenTimesTooFast_isNeverBelieved() {
    long there = 77_000 * MS;
    age.begin(there, 0, 0, WALL);
    for (int k = 1; k < 300; k++) {
      assertFalse(age.take(there + 10L * k * MS, k * MS, k * MS, WALL), "state " + k);
    }
  }

  @Test
  void aStampAheadAmongGoodOnes_isRefusedEachTime() {
    long there = 77_000 * MS;
    age.begin(there, 0, 0, WALL);
    for (int k = 1; k < 200; k++) {
      assertTrue(age.take(there + k * MS, k * MS, k * MS, WALL));
      assertFalse(age.take(there + (5_000 + k) * MS, k * MS, k * MS, WALL));
    }
  }

  @Test
  void statesAheadOfOurClockAreNotBelieved_howeverTheyRise() {
    age.begin(WALL, 0, 0, WALL);
    for (int k = 0; k < 100; k++) {
      assertFalse(age.take(WALL + (400 + k) * MS, k * MS, k * MS, WALL + k * MS));
    }
  }

  @Test
  void twoSourcesWhoseClocksDiffer_areNotBelievedInTurn() {
    StateAge own = new StateAge(10 * MS, false);
    own.begin(1_000 * MS, 0, 0, WALL);
    for (int k = 1; k < 200; k++) {
      assertFalse(own.take(k % 20 * MS + 1, k * MS, k * MS, WALL));
      assertTrue(own.take((1_000 + k) * MS, k * MS, k * MS, WALL));
    }
  }

  @Test
  void oldStatesOfOurClockAreNotBelieved_howeverTheyRise() {
    age.begin(WALL, 0, 0, WALL);
    for (int k = 0; k < 100; k++) {
      assertFalse(age.take(WALL - 400 * MS + k * MS, k * MS, k * MS, WALL + k * MS));
    }
  }

  @Test
  void aSimulationMayRunAtAPaceOfItsOwn() {
    StateAge own = new StateAge(10 * MS, false);
    own.begin(MS, 0, 0, WALL);
    for (long k = 2; k < 100; k++) {
      assertTrue(own.take(k * MS, 50 * k * MS, 50 * k * MS, WALL + 50 * k * MS));
    }
  }
}

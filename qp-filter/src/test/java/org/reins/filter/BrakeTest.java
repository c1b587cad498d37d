package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrakeTest {
  private static final int N = 3;
  private static final double DT = 0.001;

  private final double[] deceleration = {4, 6, 10};
  private final double[] q = new double[N];
  private final double[] qd = new double[N];
  private final double[] mass = {2, 0, 0, 0, 1, 0, 0, 0, 0.5};
  private final double[] bias = new double[N];
  private final double[] load = new double[N];
  private final double[] low = new double[N];
  private final double[] high = new double[N];
  private final double[] u = new double[N];
  private final Brake brake =
      new Brake(
          new double[] {1, 1, 1}, deceleration, new double[] {50, 50, 50}, bias, load, low, high);

  @BeforeEach
  void unbounded() {
    Arrays.fill(low, -1e6);
    Arrays.fill(high, 1e6);
  }

  private void brake(boolean measured) {
    brake.torque(q, qd, mass, measured, DT, u);
  }

  @Test
  void aJointThatSlidesHoldsBelowFourMillimetresPerSecond() {
    double[] units = {1, 1, 0.2};
    Brake slides = new Brake(units, deceleration, new double[N], bias, load, low, high);
    q[2] = 0.5;
    qd[2] = 0.005;
    slides.torque(q, qd, mass, true, DT, u);
    assertTrue(u[2] < 0, "it brakes");
    double[] stiff = {0, 0, 1000};
    Brake holds = new Brake(units, deceleration, stiff, bias, load, low, high);
    qd[2] = 0.003;
    holds.torque(q, qd, mass, true, DT, u);
    q[2] = 0.501;
    qd[2] = 0;
    holds.torque(q, qd, mass, true, DT, u);
    assertEquals(-1, u[2], 1e-9, "the spring of the place where it came to rest");
  }

  @Test
  void itDeceleratesAlongThePath_andNoJointMoreThanItsShare() {
    SplittableRandom random = new SplittableRandom(3);
    for (int k = 0; k < 1_000; k++) {
      for (int i = 0; i < N; i++) {
        qd[i] = random.nextDouble(-3, 3);
      }
      brake(true);
      double factor = -u[0] / mass[0] / qd[0];
      assertTrue(factor > 0);
      for (int i = 0; i < N; i++) {
        double a = u[i] / mass[4 * i];
        assertEquals(-factor * qd[i], a, 1e-9, "all joints slow down in one proportion");
        assertTrue(Math.abs(a) <= deceleration[i] + 1e-9);
      }
    }
  }

  @Test
  void aJointThatIsPushedBeyondThePlanIsBrakedHarder_andTheOthersAsPlanned() {
    deceleration[0] = 1;
    Brake soft =
        new Brake(
            new double[] {1, 1, 1}, deceleration, new double[] {50, 50, 50}, bias, load, low, high);
    Arrays.fill(qd, 0.5);
    soft.torque(q, qd, mass, true, DT, u);
    assertEquals(-1, u[0] / mass[0], 1e-9);
    for (int k = 1; k <= 200; k++) {
      qd[0] = 0.5 + 0.002 * k;
      qd[1] -= 1 * DT;
      qd[2] -= 1 * DT;
      soft.torque(q, qd, mass, true, DT, u);
    }
    assertEquals(-3, u[0] / mass[0], 0.01, "the pushed joint");
    assertTrue(Math.abs(u[1] / mass[4]) < 1, "one that slows down as planned");
    soft.release();
    soft.torque(q, qd, mass, true, DT, u);
    assertEquals(-1, u[0] / mass[0], 1e-9, "a new plan begins at the present speed");
  }

  @Test
  void aSpeedThatIsNotANumberIsNotKept() {
    qd[1] = Double.NaN;
    brake(true);
    Arrays.fill(qd, 0.1);
    brake(true);
    assertArrayEquals(new double[] {-4, -2, -1}, u, 1e-9);
  }

  @Test
  void anArmThatNothingPushesComesToRestAndIsHeldThere() {
    qd[0] = 1.5;
    qd[1] = -2;
    qd[2] = 0.3;
    for (int k = 0; k < 3_000; k++) {
      brake(true);
      for (int i = 0; i < N; i++) {
        qd[i] += DT * u[i] / mass[4 * i];
        q[i] += DT * qd[i];
      }
    }
    double[] rest = q.clone();
    assertTrue(Arrays.stream(qd).allMatch(v -> Math.abs(v) < 0.01), Arrays.toString(qd));
    // Moved away by hand while it holds, it pulls back.
    q[1] = rest[1] + 0.1;
    Arrays.fill(qd, 0);
    brake(true);
    assertTrue(u[1] < -1, "u is " + u[1]);
  }

  @Test
  void aPositionThatIsOnlyThoughtOfIsNotHeld() {
    brake(false);
    q[1] = 0.1;
    brake(false);
    assertArrayEquals(new double[N], u, 1e-12);
  }

  @Test
  void whatCanBeSentIsNeverLeft() {
    Arrays.fill(qd, 2);
    Arrays.fill(low, -0.5);
    Arrays.fill(high, 0.5);
    brake(true);
    assertArrayEquals(new double[] {-0.5, -0.5, -0.5}, u);
  }

  @Test
  void aLoadIsResistedInFullWhileTheArmMoves_andLetGoOfOnceItHolds() {
    load[2] = 5;
    Arrays.fill(qd, 1);
    brake(true);
    double moving = u[2];
    load[2] = 0;
    brake(true);
    assertEquals(-5, moving - u[2], 1e-9);
    load[2] = 5;
    Arrays.fill(qd, 0);
    for (int k = 0; k < 3_000; k++) {
      brake(true);
    }
    assertEquals(0, u[2], 0.01, "the spring has taken over");
  }
}

package org.reins.filter.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.reins.filter.AllocationMeter;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/** What is commanded between, at and after the steps of a chunk, and where one replaces another. */
class ChunkPlayerTest {
  private static final RobotModel PANDA = RobotFiles.arm("panda");
  private static final int N = PANDA.dof();
  private static final long MILLI = 1_000_000;

  private final ChunkPlayer player = new ChunkPlayer(PANDA);
  private final double[] q = PANDA.posture().clone();
  private final double[] target = new double[N];
  private final double[] stiffness = new double[N];

  /** Joint 0 moves at a speed from a place; the others rest. */
  private static ActionChunk ramp(long stamp, int steps, double from, double speed) {
    ActionChunk c = new ActionChunk(N);
    c.stampNanos = stamp;
    c.steps = steps;
    c.step = 0.02;
    for (int k = 0; k < steps; k++) {
      System.arraycopy(PANDA.posture(), 0, c.target, k * N, N);
      c.target[k * N] = from + speed * k * c.step;
      Arrays.fill(c.stiffness, k * N, (k + 1) * N, 200);
    }
    return c;
  }

  private static ActionChunk velocity(long stamp, int steps, double speed) {
    ActionChunk c = ramp(stamp, steps, 0, 0);
    c.kind = ChunkKind.VELOCITY;
    Arrays.fill(c.target, 0);
    for (int k = 0; k < steps; k++) {
      c.target[k * N] = speed;
    }
    return c;
  }

  private double at(long millis) {
    assertTrue(player.sample(millis * MILLI, q, target, stiffness));
    q[0] = target[0];
    return target[0];
  }

  @Test
  void withoutAChunkThereIsNoCommand() {
    target[0] = 9;
    assertFalse(player.sample(0, q, target, stiffness));
    assertEquals(9, target[0]);
  }

  @Test
  void betweenTwoStepsItInterpolates_andAfterTheLastItHolds() {
    assertEquals(ChunkFault.NONE, player.begin(ramp(0, 50, 0, 0.5), 0, q));
    double before = at(0);
    for (int t = 1; t < 3000; t++) {
      double now = at(t);
      assertTrue(now - before <= 0.002 && now >= before - 1e-9, t + ": " + before + " " + now);
      // The start from rest has faded by then.
      if (t > 400 && t <= 980) {
        assertEquals(0.5e-3 * t, now, 1e-9);
      }
      before = now;
    }
    assertEquals(0.49, before, 1e-9);
    assertEquals(200, stiffness[3], 1e-9);
    assertEquals(0, player.overNanos(1000 * MILLI));
    assertEquals(500 * MILLI, player.overNanos(1500 * MILLI));
  }

  /** The next chunk comes early, in time, late, twice as long, and from another place. */
  @Test
  void theNextChunkTakesOverWithoutAJump_wheneverItComes() {
    int[] stamps = {0, 300, 780, 1200, 1210, 2400};
    int[] delays = {0, 0, 150, 60, 5, 400};
    int[] steps = {50, 50, 25, 100, 10, 50};
    double[] places = {0, 0.2, 0.4, 0.3, 0.5, 0.1};
    double[] speeds = {0.5, 0.4, 0.5, -0.6, 1, 0};
    JointLimits l = PANDA.joints().get(0).limits();
    int next = 0;
    double before = 0;
    double speed = 0;
    for (int t = 0; t < 4000; t++) {
      if (next < stamps.length && t >= stamps[next] + delays[next]) {
        ActionChunk c = ramp(stamps[next] * MILLI, steps[next], places[next], speeds[next]);
        assertEquals(ChunkFault.NONE, player.begin(c, t * MILLI, q), "chunk " + next);
        next++;
      }
      double now = at(t);
      assertEquals(before, now, 1e-3 * l.velocity() + 1e-9, "at " + t);
      // From chunk to chunk the speed changes as slowly as the fading says. At the end of a chunk
      // the steps themselves stop.
      boolean ends = t > 0 && Math.abs(now - before) < 1e-12;
      if (!ends && t > 1) {
        assertEquals(speed, (now - before) * 1000, 1.01, "at " + t);
      }
      speed = t == 0 ? 0 : (now - before) * 1000;
      before = now;
    }
    assertEquals(0.1, before, 1e-9);
  }

  @Test
  void aChunkThatIsOldTwiceLateEarlyOrFarAway_isRefused_andTheLastOneGoesOn() {
    assertEquals(ChunkFault.NONE, player.begin(ramp(500 * MILLI, 50, 0, 0.5), 500 * MILLI, q));
    at(500);
    assertEquals(ChunkFault.ORDER, player.begin(ramp(500 * MILLI, 50, 1, 0), 600 * MILLI, q));
    assertEquals(ChunkFault.ORDER, player.begin(ramp(400 * MILLI, 50, 1, 0), 600 * MILLI, q));
    assertEquals(ChunkFault.LATE, player.begin(ramp(510 * MILLI, 10, 1, 0), 800 * MILLI, q));
    assertEquals(ChunkFault.EARLY, player.begin(ramp(950 * MILLI, 50, 0, 0), 800 * MILLI, q));
    assertEquals(ChunkFault.START, player.begin(ramp(800 * MILLI, 50, 1.5, 0), 800 * MILLI, q));
    assertEquals(0, player.joint());
    for (int t = 501; t < 1300; t++) {
      at(t);
    }
    assertEquals(0.5e-3 * 799, target[0], 1e-9);
    player.forget();
    assertFalse(player.sample(1301 * MILLI, q, target, stiffness));
    q[2] = Double.NaN;
    assertEquals(ChunkFault.START, player.begin(ramp(1400 * MILLI, 50, 0, 0), 1400 * MILLI, q));
  }

  @Test
  void aClockThatBeginsAnewForgetsTheChunk() {
    assertEquals(ChunkFault.NONE, player.begin(ramp(9000 * MILLI, 50, 0, 0), 9000 * MILLI, q));
    assertTrue(player.sample(9001 * MILLI, q, target, stiffness));
    assertTrue(player.sample(8990 * MILLI, q, target, stiffness), "states may come in disorder");
    assertFalse(player.sample(20 * MILLI, q, target, stiffness));
    assertEquals(ChunkFault.NONE, player.begin(ramp(30 * MILLI, 50, 0.1, 0), 30 * MILLI, q));
  }

  @Test
  void velocitiesAreIntegrated_andFadeToZeroWithinTheLimit() {
    assertEquals(ChunkFault.NONE, player.begin(velocity(0, 50, 1), 0, q));
    double before = at(0);
    double speed = 0;
    double most = 1e-3 * 0.5 * PANDA.joints().get(0).limits().acceleration();
    double fastest = 0;
    for (int t = 1; t < 2000; t++) {
      double now = at(t);
      double v = (now - before) * 1000;
      assertEquals(speed, v, most + 1e-9, "at " + t);
      fastest = Math.max(fastest, v);
      speed = v;
      before = now;
    }
    assertEquals(1, fastest, 1e-9);
    assertEquals(0, speed, 1e-9);
  }

  @Test
  void noVelocityRunsIntoTheEndOfAJoint() {
    double end = PANDA.joints().get(0).limits().upper();
    q[0] = end - 0.3;
    assertEquals(ChunkFault.NONE, player.begin(velocity(0, 100, 2), 0, q));
    double before = at(0);
    double last = 0;
    for (int t = 1; t < 2000; t++) {
      double now = at(t);
      assertTrue(now <= end);
      last = now - before;
      before = now;
    }
    assertEquals(end, before, 1e-3);
    assertEquals(0, last, 1e-6);
  }

  @Test
  void aTargetStaysNearAJointThatDoesNotFollow() {
    assertEquals(ChunkFault.NONE, player.begin(ramp(0, 100, 0, 1), 0, q));
    double[] stuck = q.clone();
    for (int t = 0; t < 2500; t++) {
      player.sample(t * MILLI, stuck, target, stiffness);
    }
    assertEquals(stuck[0] + 0.5, target[0], 1e-9);
    // The policy sees where the arm is, and its next chunk begins there.
    assertEquals(
        ChunkFault.NONE, player.begin(ramp(2500 * MILLI, 50, stuck[0], 0), 2500 * MILLI, q));
  }

  @Test
  void executionAllocatesNothing() {
    ActionChunk one = ramp(0, 50, 0, 0.5);
    double[] out = new double[N];
    long[] now = {0};
    AllocationMeter.assertNoAllocation(
        () -> {
          now[0] += MILLI;
          one.stampNanos = now[0];
          player.begin(one, now[0], q);
          player.sample(now[0], q, out, stiffness);
        });
    double[] rest = PANDA.posture();
    assertArrayEquals(Arrays.copyOfRange(rest, 1, N), Arrays.copyOfRange(out, 1, N), 0.3);
  }
}

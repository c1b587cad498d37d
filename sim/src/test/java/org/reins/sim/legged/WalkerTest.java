package org.reins.sim.legged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.LegKinematics;
import org.reins.filter.legged.WalkFilter;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.Seeds;
import org.reins.sim.TransitionFile;

class WalkerTest {
  private static final PlantParameters PLANT = PlantParameters.WALK;

  private final RobotModel go1 = RobotFiles.legged("go1");

  static List<String> robots() {
    return RobotFiles.legged();
  }

  private static Walker walker(RobotModel robot, WalkFilter guard) {
    Walker w = new Walker(new EmbeddedLegged(robot, PLANT, Terrain.FLAT), null, guard);
    w.reset(1);
    return w;
  }

  @ParameterizedTest
  @MethodSource("robots")
  void everyRobotWalksByItsBareGaitUnderTheFilterWithinAllLimits(String name) {
    RobotModel robot = RobotFiles.legged(name);
    Walker w = walker(robot, new FilteredWalk(robot, null, 1));
    LimitJudge judge = new LimitJudge(robot);
    w.want(0.3, 0, 0.1);
    for (int k = 0; k < 2_000; k++) {
      w.step();
      judge.observe(w.sim().trueQ(), w.sim().trueQd(), w.torque());
    }
    assertFalse(w.body().fallen(), name);
    assertEquals(0, judge.position() + judge.speed() + judge.torque(), name);
  }

  /**
   * Two walks of the demo in which feet that land throw the knees, and bounce: once a torque that
   * was meant for a foot on the ground acted on one in the air.
   */
  @ParameterizedTest
  @ValueSource(ints = {12, 16})
  void whenFeetLandHardAndBounce_noJointIsFasterThanItsLimit(int number) {
    requireNoLimitBroken(WalkScenario.OVERSPEED, number, 10);
  }

  /** Once the feet's targets jumped by half a stride when the blind robot was told to stand. */
  @Test
  void whenTheSensorsGoSilentInTheMiddleOfAStride_noJointIsFasterThanItsLimit() {
    requireNoLimitBroken(WalkScenario.SENSOR_LOSS, 2, 20);
  }

  /** An episode of the demo of the ANYmal C. */
  private static void requireNoLimitBroken(WalkScenario scenario, int number, double seconds) {
    RobotModel robot = RobotFiles.legged("anymal_c");
    long seed = Seeds.stream(6, 100L * number + scenario.ordinal()).nextLong();
    WalkScenario.Episode episode = scenario.draw(robot, seed, seconds);
    FilteredWalk guard = new FilteredWalk(robot, null, 10);
    Walker w = new Walker(new EmbeddedLegged(episode.robot(), PLANT, Terrain.FLAT), null, guard);
    LimitJudge judge = new LimitJudge(robot);
    episode.begin(w, seed);
    for (int k = 0; k < episode.steps(); k++) {
      episode.step(w, k);
      judge.observe(w.sim().trueQ(), w.sim().trueQd(), w.torque());
    }
    assertFalse(w.body().fallen());
    assertEquals(0, judge.speed());
    assertEquals(0, judge.position() + judge.torque());
  }

  @Test
  void odometryKnowsTheSpeedAndTheHeightOfATrot() {
    Walker w = walker(go1, null);
    w.want(0.8, 0, 0);
    double[] twist = new double[3];
    double told = 0;
    double is = 0;
    double high = 0;
    for (int k = 0; k < 3_000; k++) {
      w.step();
      if (k >= 1_500) {
        w.trueTwist(twist);
        is += twist[0] / 1_500;
        told += w.odometry().velocity()[0] / 1_500;
        high += (w.odometry().height() - w.body().height()) / 1_500;
      }
    }
    assertTrue(is > 0.1, "it walks: " + is);
    // Feet that have just touched down still move, and they roll: it reads low.
    assertEquals(is, told, 0.35 * is);
    assertEquals(0, high, 0.01);
  }

  @Test
  void whenTheSensorsGoSilentTheFilteredRobotStandsStill() {
    Walker w = walker(go1, new FilteredWalk(go1, null, 1));
    w.want(0.6, 0, 0);
    for (int k = 0; k < 1_000; k++) {
      w.step();
    }
    w.setSensing(false);
    for (int k = 0; k < 1_000; k++) {
      w.step();
    }
    double[] before = w.sim().truePosition().clone();
    for (int k = 0; k < 500; k++) {
      w.step();
    }
    assertFalse(w.body().fallen());
    assertEquals(0, w.twist()[0]);
    assertEquals(before[0], w.sim().truePosition()[0], 0.005);
    assertEquals(before[1], w.sim().truePosition()[1], 0.005);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameEpisodeOfEveryScenario(WalkScenario scenario) {
    double[][] ends = new double[2][];
    for (int r = 0; r < 2; r++) {
      WalkScenario.Episode e = scenario.draw(go1, 77, 2);
      assertEquals(1_000, e.steps());
      Walker w = new Walker(new EmbeddedLegged(e.robot(), PLANT, Terrain.FLAT), null, null);
      e.begin(w, 4);
      for (int k = 0; k < e.steps(); k++) {
        e.step(w, k);
      }
      ends[r] = Arrays.copyOf(w.sim().trueQ(), 12);
    }
    assertArrayEquals(ends[0], ends[1]);
  }

  @Test
  void aLoadOnTheBackWeighsOnTheFeet() {
    RobotModel loaded = WalkScenario.loaded(go1, 5, 0.05, 0.02);
    assertEquals(go1.mass() + 5, loaded.mass(), 1e-12);
    assertTrue(loaded.floatingBase().body().com()[2] > go1.floatingBase().body().com()[2]);
  }

  @ParameterizedTest
  @MethodSource("robots")
  void legsReachWhatIsInReachAndStayWithinTheirJointsForAnythingElse(String name) {
    RobotModel robot = RobotFiles.legged(name);
    LegKinematics legs = new LegKinematics(robot);
    SplittableRandom random = new SplittableRandom(8);
    double[] still = new double[12];
    double[] place = new double[3];
    double[] velocity = new double[3];
    double[] targets = new double[12];
    for (int trial = 0; trial < 50; trial++) {
      double[] q = robot.posture().clone();
      for (int i = 0; i < 12; i++) {
        q[i] += random.nextDouble(-0.15, 0.15);
      }
      legs.update(q, still);
      for (int f = 0; f < 4; f++) {
        legs.foot(f, still, place, velocity);
        System.arraycopy(place, 0, targets, 3 * f, 3);
      }
      double[] found = robot.posture().clone();
      for (int k = 0; k < 5; k++) {
        legs.reach(targets, found);
      }
      legs.update(found, still);
      for (int f = 0; f < 4; f++) {
        legs.foot(f, still, place, velocity);
        for (int k = 0; k < 3; k++) {
          assertEquals(targets[3 * f + k], place[k], 1e-4, name);
        }
      }
    }
    Arrays.fill(targets, 5);
    double[] q = robot.posture().clone();
    legs.reach(targets, q);
    for (int i = 0; i < 12; i++) {
      assertTrue(
          q[i] >= robot.joints().get(i).limits().lower()
              && q[i] <= robot.joints().get(i).limits().upper());
    }
  }

  @Test
  void aRecordingHoldsWaysOutAndFallsAndIsTheSameForTheSameSeed() {
    TransitionFile a = new WalkRecorder(go1, null).record(3_000, 6, n -> {});
    TransitionFile b = new WalkRecorder(go1, null).record(3_000, 6, n -> {});
    int n = a.transitions().count();
    assertEquals(n, b.transitions().count());
    float[] h = Arrays.copyOf(a.transitions().h(), n);
    assertArrayEquals(h, Arrays.copyOf(b.transitions().h(), n));
    int fallen = 0;
    for (float v : h) {
      assertTrue(v <= 1);
      fallen += v < 0 ? 1 : 0;
    }
    assertTrue(fallen > 0 && fallen < n / 2, fallen + " of " + n);
  }
}

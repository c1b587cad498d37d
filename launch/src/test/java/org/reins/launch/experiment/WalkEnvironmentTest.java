package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.observation.Policy;
import org.reins.launch.WalkModels;
import org.reins.node.walk.TwistLimits;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class WalkEnvironmentTest {
  private final RobotModel go1 = RobotFiles.load("go1");

  private TaskEnvironment course(int level, double fastest) {
    return new WalkEnvironment(
        go1,
        new FilteredWalk(go1, null, 10),
        new TwistLimits(fastest, 0.8),
        () -> EnvelopeLevels.DEFAULT.at(level),
        null);
  }

  private static double metres(TaskEnvironment course, Policy policy, long seed, double seconds) {
    course.reset(seed);
    double sum = 0;
    while (course.time() < seconds && !course.isOver()) {
      sum += course.step(policy);
    }
    return sum;
  }

  @Test
  void aWiderEnvelopeLetsItGoFaster_andTheSameSeedIsTheSameWalk() {
    double tight = metres(course(0, 1), WalkModels.policy(), 3, 6);
    double loose = metres(course(4, 1), WalkModels.policy(), 3, 6);
    assertTrue(tight > 0.5, "metres " + tight);
    assertTrue(loose > 1.3 * tight, loose + " m against " + tight + " m");
    TaskEnvironment again = course(0, 1);
    metres(again, WalkModels.policy(), 4, 2);
    assertEquals(tight, metres(again, WalkModels.policy(), 3, 6));
    assertEquals(3, again.done() + again.failed());
    assertEquals(0, again.violations());
  }

  @Test
  void aFallEndsTheEpisodeAndIsAViolation() {
    // Four times the speed that was learned, by no policy at all, without a barrier.
    Random random = new Random(1);
    TaskEnvironment course = course(4, 4);
    Policy wild =
        (seen, action) -> {
          for (int k = 0; k < action.length; k++) {
            action[k] = random.nextBoolean() ? 1 : -1;
          }
        };
    metres(course, wild, 1, 20);
    assertTrue(course.isOver());
    assertEquals(1, course.violations());
    assertTrue(course.nearViolations() >= 1);
    assertTrue(course.failed() >= 1);
    course.reset(2);
    assertFalse(course.isOver());
    assertEquals(0, course.violations() + course.nearViolations() + course.failed());
  }
}

package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class MotionWatchTest {
  private final RobotModel panda = RobotFiles.load("panda");
  private final double limit = panda.joints().get(1).limits().velocity();
  private final MotionWatch watch = new MotionWatch(panda);

  private void rise(double from, double to, double commanded) {
    for (int k = 0; k <= 100; k++) {
      watch.take(
          1, from + (to - from) * k / 100, commanded, Math.abs((to - from) / commanded / 100));
    }
  }

  @Test
  void whoeverGetsFasterAsCommandedIsNotContrary() {
    rise(0.01, limit, 5);
    rise(-0.01, -limit, -5);
    rise(0.01, limit, 1e-3);
    assertEquals(-1, watch.contrary(MotionWatch.STOPPED));
  }

  @Test
  void whoeverGetsFasterAgainstTheCommandsIs_andADrivenRobotHasMorePatience() {
    rise(-0.01, -0.4 * limit, 5);
    assertEquals(1, watch.contrary(MotionWatch.STOPPED));
    assertEquals(-1, watch.contrary(MotionWatch.DRIVING));
    rise(-0.4 * limit, -0.6 * limit, 5);
    assertEquals(1, watch.contrary(MotionWatch.DRIVING));
    watch.reset();
    assertEquals(-1, watch.contrary(MotionWatch.STOPPED));
  }

  @Test
  void aPushThatEndsIsForgotten() {
    rise(0.01, 0.2 * limit, -5);
    rise(0.2 * limit, 0.01, -5);
    rise(0.01, 0.2 * limit, -5);
    assertEquals(-1, watch.contrary(MotionWatch.STOPPED));
  }

  @Test
  void noiseAddsUpToNothing_norDoesWhatHappenedUnmeasured() {
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 100_000; k++) {
      double v = 0.05 + 0.2 * random.nextDouble(-1, 1);
      watch.take(1, v, -v, 1e-3);
    }
    watch.take(1, 0.1, -1, 1e-3);
    watch.skip(1);
    watch.take(1, limit, -1, 1e-3);
    assertEquals(-1, watch.contrary(MotionWatch.STOPPED));
  }

  @Test
  void aStoppedRobotIsFaster_onlyIfItHasGainedFromItsSlowestMoment() {
    for (int i = 0; i < panda.dof(); i++) {
      watch.take(i, 0, -1, 1e-3);
    }
    watch.skip(1);
    assertEquals(-1, watch.faster(MotionWatch.STOPPED), "a joint is not measured");
    watch.take(1, 0.9 * limit, -1, 1e-3);
    assertEquals(-1, watch.faster(MotionWatch.STOPPED), "it was as fast when it began to brake");
    watch.take(1, 0.2 * limit, -1, 1e-3);
    assertEquals(-1, watch.faster(MotionWatch.STOPPED));
    watch.take(1, -0.5 * limit, -1, 1e-3);
    assertEquals(-1, watch.faster(MotionWatch.STOPPED));
    watch.take(1, -0.6 * limit, -1, 1e-3);
    assertEquals(1, watch.faster(MotionWatch.STOPPED));
    watch.reset();
    assertEquals(-1, watch.faster(MotionWatch.STOPPED));
  }
}

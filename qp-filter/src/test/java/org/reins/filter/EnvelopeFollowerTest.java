package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.constraint.ArmState;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;

class EnvelopeFollowerTest {
  private static final double DT = 0.001;
  private static final double ROUNDING = 1e-12;

  private final FilterSettings settings = FilterSettings.DEFAULT;
  private final EnvelopeFollower follower = new EnvelopeFollower(settings);
  private final ArmState state = new ArmState(new RigidBodyDynamics(RobotFiles.arm("panda")));

  private void follow(Envelope envelope) {
    follower.follow(envelope, 1, ArmState.UNLIMITED, DT, state);
  }

  @Test
  void whateverIsAskedFor_scalesMoveNoFasterThanTheirRates_andTheRatesThatAreToldAreTheirs() {
    SplittableRandom random = new SplittableRandom(1);
    follower.reset(EnvelopeLevels.DEFAULT.base(), ArmState.UNLIMITED);
    follow(EnvelopeLevels.DEFAULT.base());
    for (int k = 0; k < 20_000; k++) {
      double scale = state.speedScale;
      double margin = state.margin;
      double rate = state.speedScaleRate;
      int level = random.nextInt(EnvelopeLevels.DEFAULT.top() + 1);
      follow(EnvelopeLevels.DEFAULT.at(level));
      double change = state.speedScale - scale;
      assertTrue(change <= settings.relaxRate() * DT + ROUNDING);
      assertTrue(change >= -settings.tightenRate() * DT - ROUNDING);
      assertEquals(change / DT, state.speedScaleRate, 1e-9);
      assertEquals((state.margin - margin) / DT, state.marginRate, 1e-9);
      // Tightening builds up: a bound that falls at once leaves no torque for the first cycles.
      double steeper = Math.min(0, rate) - state.speedScaleRate;
      assertTrue(steeper <= settings.tightenRate() / 0.05 * DT + 1e-9, "by " + steeper);
    }
  }

  @Test
  void fromTheWidestToTheBaseItTightensToTheEnd() {
    Envelope top = EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top());
    Envelope base = EnvelopeLevels.DEFAULT.base();
    follower.reset(top, ArmState.UNLIMITED);
    double seconds = (top.speedScale() - base.speedScale()) / settings.tightenRate() + 0.1;
    for (int k = 0; k < seconds / DT; k++) {
      follow(base);
    }
    assertEquals(base.speedScale(), state.speedScale, ROUNDING);
    assertEquals(base.stiffnessScale(), follower.stiffnessScale(), ROUNDING);
  }

  @Test
  void aResetTakesAnEnvelopeAtOnce() {
    Envelope top = EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top());
    follower.reset(EnvelopeLevels.DEFAULT.base(), ArmState.UNLIMITED);
    follower.reset(top, ArmState.UNLIMITED);
    follow(top);
    assertEquals(top.speedScale(), state.speedScale);
    assertEquals(0, state.speedScaleRate);
  }
}

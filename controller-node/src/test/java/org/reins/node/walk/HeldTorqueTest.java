package org.reins.node.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.legged.JointGains;
import org.reins.filter.legged.MotorGains;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class HeldTorqueTest {
  private static final double DT = 0.002;

  private final RobotModel go1 = RobotFiles.legged("go1");
  private final JointGains gains = JointGains.of(MotorGains.of(go1), go1.dof());

  @Test
  void whileItIsHeldNoTorqueGoesBeyondItsLimitHoweverTheJointMoves() {
    SplittableRandom random = new SplittableRandom(4);
    HeldTorque held = new HeldTorque(go1, DT);
    double[] before = new double[12];
    double[] qd = new double[12];
    double[] torque = new double[12];
    for (int k = 0; k < 10_000; k++) {
      for (int i = 0; i < 12; i++) {
        double most = go1.joints().get(i).limits().velocity();
        before[i] = random.nextDouble(-most, most);
        qd[i] = before[i] + random.nextDouble(-0.5, 0.5);
        torque[i] = random.nextDouble(-60, 60);
      }
      held.reset();
      held.cut(gains, new double[12], before, new double[12]);
      double[] q = new double[12];
      for (int i = 0; i < 12; i++) {
        q[i] = DT * qd[i];
      }
      held.cut(gains, q, qd, torque);
      for (int i = 0; i < 12; i++) {
        double limit = go1.joints().get(i).limits().effort();
        double acceleration = (qd[i] - before[i]) / DT;
        for (double t = 0; t <= 2 * DT; t += DT / 2) {
          // With the acceleration that was measured.
          double own =
              torque[i] - t * (gains.stiffness(i) * qd[i] + gains.damping(i) * acceleration);
          assertTrue(Math.abs(own) <= limit, own + " at " + t + ", limit " + limit);
        }
      }
    }
  }

  @Test
  void aTorqueWellWithinItsLimitsIsLeftAlone() {
    HeldTorque held = new HeldTorque(go1, DT);
    double[] qd = {1, -1, 2, 0, 0, 0, 3, -3, 1, 0, 0, 5};
    double[] torque = {5, -5, 10, 0, 20, -20, 1, 1, -10, 3, 2, 15};
    double[] as = torque.clone();
    assertFalse(held.cut(gains, new double[12], qd, torque), "and it says so");
    assertArrayEquals(as, torque);
    torque[0] = 100;
    assertTrue(held.cut(gains, new double[12], qd, torque), "as it does when it cuts");
  }

  @Test
  void whicheverOfTheVelocityAndTheMotionIsTrue_theTorqueStaysWithinItsLimit() {
    SplittableRandom random = new SplittableRandom(5);
    HeldTorque held = new HeldTorque(go1, DT);
    double[] rest = new double[12];
    for (int k = 0; k < 10_000; k++) {
      double[] q = new double[12];
      double[] qd = new double[12];
      double[] torque = new double[12];
      for (int i = 0; i < 12; i++) {
        q[i] = DT * random.nextDouble(-100, 100);
        qd[i] = random.nextDouble(-100, 100);
        torque[i] = random.nextDouble(-60, 60);
      }
      held.reset();
      held.cut(gains, rest, rest, new double[12]);
      held.cut(gains, q, qd, torque);
      for (int i = 0; i < 12; i++) {
        double limit = go1.joints().get(i).limits().effort();
        // A loop never asks for more than its motor has.
        double damping = Math.min(gains.damping(i), limit / held.fastest(i));
        double onTop = torque[i] + damping * held.velocity(i);
        for (double truth : new double[] {qd[i], q[i] / DT}) {
          assertTrue(Math.abs(onTop - damping * truth) <= limit + 1e-9, "joint " + i);
        }
      }
    }
  }
}

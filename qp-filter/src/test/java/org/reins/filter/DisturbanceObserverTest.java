package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** On a robot of seven decoupled joints of inertia 0.5 kg·m², without bias. */
class DisturbanceObserverTest {
  private static final double DT = 0.001;
  private static final double INERTIA = 0.5;

  private final RobotModel panda = RobotFiles.load("panda");
  private final DisturbanceObserver observer = new DisturbanceObserver(panda);
  private final double[] mass = new double[49];
  private final double[] zero = new double[7];
  private final double[] command = new double[7];
  private final double[] qd = new double[7];
  private final SplittableRandom random = new SplittableRandom(3);

  DisturbanceObserverTest() {
    for (int i = 0; i < 7; i++) {
      mass[8 * i] = INERTIA;
    }
    observer.reset(qd);
  }

  /** The torque acts on the first joint for so long, besides a command that balances it. */
  private double push(double torque, double seconds, double noise) {
    double worst = 0;
    double[] measured = new double[7];
    double began = qd[0];
    for (int k = 0; k < Math.round(seconds / DT); k++) {
      command[0] = -torque - 20 * (qd[0] - began);
      qd[0] += DT * (command[0] + torque) / INERTIA;
      for (int i = 0; i < 7; i++) {
        measured[i] = qd[i] + noise * random.nextGaussian();
      }
      worst = observer.observe(measured, command, command, mass, zero, DT);
    }
    return worst;
  }

  @Test
  void aPushIsKnownWithinTwentyMilliseconds_andItsErrorIsBounded() {
    push(0, 0.5, 0);
    push(30, 0.02, 0);
    assertEquals(30, observer.load()[0] + observer.drag()[0], observer.error()[0] + 3);
    push(30, 0.1, 0);
    assertEquals(30, observer.load()[0] + observer.drag()[0], 1);
  }

  @Test
  void whatFrictionExplainsIsNoLoadOfAJointThatRests() {
    push(1.5, 1, 0);
    assertEquals(0, observer.load()[0]);
    assertEquals(0, observer.drag()[0]);
  }

  @Test
  void aSmallTorqueOnAJointThatMovesIsKnownInFull_asDrag() {
    qd[0] = 1;
    observer.reset(qd);
    push(-0.8, 1, 0);
    assertEquals(-0.8, observer.load()[0] + observer.drag()[0], 0.02);
    assertEquals(-0.8, observer.drag()[0], 0.05);
  }

  @Test
  void dragEndsWhenTheJointTurns() {
    qd[0] = 1;
    observer.reset(qd);
    push(-0.8, 1, 0);
    qd[0] = -1;
    observer.skip(qd);
    push(0.8, DT, 0);
    assertEquals(0, observer.drag()[0], 0.02);
    push(0.8, 0.5, 0);
    assertEquals(0.8, observer.load()[0] + observer.drag()[0], 0.05);
  }

  @Test
  void noiseOfVelocitiesIsNeitherLoadNorMuchDrag() {
    qd[0] = 1;
    observer.reset(qd);
    double most = 0;
    for (int k = 0; k < 100; k++) {
      push(0, 0.02, 2e-3);
      most = Math.max(most, Math.abs(observer.load()[0] + observer.drag()[0]));
    }
    assertTrue(most < 0.01 * panda.joints().get(0).limits().effort(), "load of " + most + " N·m");
  }

  @Test
  void withoutMeasurementsWhatIsKnownFades() {
    qd[0] = 1;
    observer.reset(qd);
    push(-20, 0.3, 0);
    double before = observer.load()[0] + observer.drag()[0];
    for (int k = 0; k < 100; k++) {
      observer.fade(DT);
    }
    assertEquals(before * Math.exp(-1), observer.load()[0] + observer.drag()[0], 0.5);
    observer.forget();
    assertEquals(0, observer.load()[0] + observer.drag()[0]);
  }

  @Test
  void aNumberThatIsNoneLeavesNothingBehind() {
    double[] none = qd.clone();
    none[3] = Double.NaN;
    double worst = observer.observe(none, command, command, mass, zero, DT);
    assertTrue(Double.isFinite(worst));
    push(0, 0.1, 0);
    assertEquals(0, observer.load()[3], 1e-9);
  }

  @Test
  void whatLastsIsTimed() {
    assertEquals(0.2, observer.lasting(0.8, 0.7, 0.2), 1e-12);
    assertEquals(0.4, observer.lasting(0.8, 0.7, 0.2), 1e-12);
    assertEquals(0, observer.lasting(0.6, 0.7, 0.2));
  }

  /** The first joint moves at a speed, and a torque opposes the motion. */
  private DisturbanceObserver creeping(RobotModel robot, double speed, double opposing) {
    DisturbanceObserver seen = new DisturbanceObserver(robot);
    double[] measured = new double[7];
    measured[0] = speed;
    seen.reset(measured);
    double[] sent = {opposing, 0, 0, 0, 0, 0, 0};
    for (int k = 0; k < 1000; k++) {
      seen.observe(measured, sent, sent, mass, zero, DT);
    }
    return seen;
  }

  @Test
  void theFrictionOfACreepingJointIsReservedAsMeasured_thoughItIsNoDragYet() {
    double speed = 0.02 * panda.joints().get(0).limits().velocity();
    DisturbanceObserver seen = creeping(panda, speed, 1);
    assertEquals(-1, seen.resistance()[0], 1e-3);
    assertEquals(-0.4, seen.drag()[0], 1e-3);
    assertEquals(0, seen.load()[0]);
    assertEquals(1, creeping(panda, -speed, -1).resistance()[0], 1e-3);
  }

  @Test
  void theFrictionOfAJointThatHardlyMovesIsReservedAsInTheFile() {
    RobotModel damped =
        RobotFiles.parse(
            "damped.yaml", RobotFiles.text("panda").replace("damping: 0.003", "damping: 100.0"));
    double speed = 1e-4 * panda.joints().get(0).limits().velocity();
    assertEquals(-100 * speed, creeping(damped, speed, 0).resistance()[0], 0.02 * 100 * speed);
    assertEquals(0, creeping(damped, 0, 0).resistance()[0]);
  }

  @Test
  void aPushOnACreepingJointIsNotReservedTwice() {
    double speed = 0.02 * panda.joints().get(0).limits().velocity();
    DisturbanceObserver seen = creeping(panda, speed, 30);
    assertEquals(-30, seen.load()[0] + seen.resistance()[0], 0.01);
  }

  @Test
  void withoutMeasurementsTheReserveFades() {
    double speed = 0.02 * panda.joints().get(0).limits().velocity();
    DisturbanceObserver seen = creeping(panda, speed, 1);
    for (int k = 0; k < 1000; k++) {
      seen.fade(DT);
    }
    assertEquals(0, seen.resistance()[0], 1e-3);
    seen = creeping(panda, speed, 1);
    seen.forget();
    assertEquals(0, seen.resistance()[0]);
  }
}

package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.constraint.CapsuleDistance;
import org.reins.filter.constraint.CapsuleObstacle;
import org.reins.filter.constraint.ConstraintDefaults;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.RowName;
import org.reins.filter.observation.ReachInterface;
import org.reins.filter.qp.QpBackEnd;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;

/** An arm on a rail and a lift, with a finger: what one number in radians means for metres. */
class SlidingJointsFilterTest {
  private static final double DT = 0.001;
  private static final int RAIL = 0;
  private static final int LIFT = 1;
  private static final int FINGER = 5;

  private final RobotModel robot =
      RobotFiles.load("../hardware-configs/src/test/resources/robots/rail_arm.yaml");
  private final int n = robot.dof();
  private final double[] q = robot.posture().clone();
  private final double[] qd = new double[n];

  @Test
  void aRailIsImplausibleTenCentimetresBeyondItsEnd_andAWristHalfARadian() {
    StateCheck check = new StateCheck(robot);
    for (double[] c : new double[][] {{RAIL, 0.09, 0.11}, {FINGER, 0.09, 0.11}, {4, 0.45, 0.55}}) {
      int joint = (int) c[0];
      double end = robot.joints().get(joint).limits().upper();
      assertTrue(check.isInRange(joint, end + c[1], 0));
      assertFalse(check.isInRange(joint, end + c[2], 0));
    }
  }

  @Test
  void aRailThatJumpsByACentimetreWithoutSpeedIsRefused_andItsTrueMotionIsNot() {
    StateCheck check = new StateCheck(robot);
    double[] none = new double[n];
    assertTrue(check.reset(q, qd));
    for (int k = 0; k < 2000; k++) {
      double t = k * DT;
      q[RAIL] = 0.1 + 0.3 * Math.sin(3 * t);
      qd[RAIL] = 0.9 * Math.cos(3 * t);
      q[FINGER] = 0.025 + 0.02 * Math.sin(8 * t);
      qd[FINGER] = 0.16 * Math.cos(8 * t);
      assertTrue(k == 0 || check.take(q, qd, none, 0, DT, DT), "cycle " + k);
      if (k == 0) {
        check.reset(q, qd);
      }
    }
    Arrays.fill(qd, 0);
    assertTrue(check.reset(q, qd));
    q[RAIL] += 0.01;
    assertFalse(check.take(q, qd, none, 0, DT, DT));
    assertEquals(RAIL, check.culprit());
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, check.reason());
  }

  @Test
  void marginsLeaveAFingerItsRange_andRowsHaveTheUnitsOfTheirJoints() {
    SafetyFilter filter = filter(List.of());
    List<RowName> rows = filter.rows();
    assertEquals("m", rows.get(2 * RAIL).unit());
    assertEquals("rad", rows.get(2 * 2).unit());
    FilterInput in = input();
    in.target[RAIL] = 5;
    in.target[FINGER] = 1;
    in.stiffness[RAIL] = ReachInterface.stiffness(robot, RAIL);
    in.stiffness[FINGER] = ReachInterface.stiffness(robot, FINGER);
    assertEquals(25 * 900, ReachInterface.stiffness(robot, RAIL), 1e-9);
    assertEquals(0.1, ReachInterface.reach(robot, RAIL), 1e-12);
    run(filter, in, 6000);
    // 0.02 rad count as 4 mm; of the finger's 50 mm a tenth is kept, at most.
    assertEquals(1.1 - 0.004, q[RAIL], 1e-3);
    assertEquals(0.05 - 0.004, q[FINGER], 1e-3);
    FilterOutput out = filter.step(in);
    String words = Explanation.of(out, rows, EnvelopeLevels.DEFAULT.at(0), "planner");
    assertTrue(words.contains("rail upper bound, ") && words.contains(" m left"), words);
  }

  @Test
  void speedAndEffortOfEverySlideStayWithinTheirLimits_whileTheTargetIsFarAway() {
    SafetyFilter filter = filter(List.of());
    FilterInput in = input();
    for (int k = 0; k < 12; k++) {
      for (int joint : new int[] {RAIL, LIFT, FINGER}) {
        in.target[joint] = k % 2 == 0 ? 9 : -9;
        in.stiffness[joint] = 1e9;
      }
      run(filter, in, 500);
    }
  }

  @Test
  void theCapsulesOfAnArmOnARailKeepApartFromAPostBesideTheRail() {
    FilterSettings s = FilterSettings.DEFAULT;
    ConstraintDefaults d = s.forConstraints(robot);
    // A slide needs no lever: 0.8 of 1 m/s² of the finger; the arm's joints give 3.2 rad/s² · 1/3
    // m.
    assertEquals(0.8, d.slowestBraking(), 1e-12);
    RigidBodyDynamics geometry = new RigidBodyDynamics(robot);
    geometry.update(q, qd);
    double[] hand = new double[3];
    geometry.position(geometry.point(4, new double[3]), hand);
    double[] low = {hand[0], hand[1] - 0.4, hand[2] - 1};
    double[] high = {hand[0], hand[1] - 0.4, hand[2] + 1};
    CapsuleObstacle post = new CapsuleObstacle("post", low, high, new double[3], 0.05);
    SafetyFilter filter =
        filter(
            List.of(
                CapsuleDistance.toWorld(
                    robot,
                    List.of("lower", "hand"),
                    List.of(post),
                    d.brakingAtMost(d.obstacleBraking()),
                    d.horizon())));
    FilterInput in = input();
    for (int i = 0; i < n; i++) {
      in.target[i] = q[i];
      in.stiffness[i] = ReachInterface.stiffness(robot, i);
    }
    in.target[RAIL] = q[RAIL] - 1;
    double before = q[RAIL];
    run(filter, in, 4000);
    geometry.update(q, qd);
    geometry.position(geometry.point(4, new double[3]), hand);
    double apart = Math.hypot(hand[0] - low[0], hand[1] - low[1]) - 0.05 - 0.05;
    assertTrue(apart > 0, "the hand is in the post by " + -apart);
    assertTrue(before - q[RAIL] > 0.1, "it moved towards it: " + (before - q[RAIL]));
  }

  private SafetyFilter filter(List<org.reins.filter.constraint.Constraint> further) {
    return new SafetyFilter(
        robot,
        List.of(HalfSpace.table(-10)),
        null,
        further,
        FilterSettings.DEFAULT,
        QpBackEnd.OWN::make);
  }

  private FilterInput input() {
    FilterInput in = new FilterInput(n, EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top()));
    in.stateFresh = true;
    in.actionFresh = true;
    in.dt = DT;
    System.arraycopy(robot.posture(), 0, in.target, 0, n);
    for (int i = 0; i < n; i++) {
      in.stiffness[i] = ReachInterface.stiffness(robot, i);
    }
    return in;
  }

  /** The robot without friction: M q̈ = u − c − g, in small steps. */
  private void run(SafetyFilter filter, FilterInput in, int cycles) {
    RigidBodyDynamics truth = new RigidBodyDynamics(robot);
    Cholesky cholesky = new Cholesky(n);
    double[] a = new double[n];
    truth.update(q, qd);
    System.arraycopy(q, 0, in.q, 0, n);
    System.arraycopy(qd, 0, in.qd, 0, n);
    if (Arrays.stream(qd).allMatch(v -> v == 0)) {
      System.arraycopy(truth.gravity(), 0, in.acceptedEffort, 0, n);
      assertTrue(filter.reset(in));
    }
    for (int k = 0; k < cycles; k++) {
      System.arraycopy(q, 0, in.q, 0, n);
      System.arraycopy(qd, 0, in.qd, 0, n);
      FilterOutput out = filter.step(in);
      System.arraycopy(out.command, 0, in.acceptedEffort, 0, n);
      truth.update(q, qd);
      assertTrue(cholesky.factor(truth.massMatrix()));
      for (int i = 0; i < n; i++) {
        a[i] = out.command[i] - truth.coriolis()[i] - truth.gravity()[i];
      }
      cholesky.solve(a, a);
      for (int i = 0; i < n; i++) {
        q[i] += DT * qd[i] + DT * DT / 2 * a[i];
        qd[i] += DT * a[i];
        var joint = robot.joints().get(i);
        String where = joint.name() + " at " + k + ": " + q[i] + ", " + qd[i] + ", " + out.reason;
        assertTrue(q[i] >= joint.limits().lower() && q[i] <= joint.limits().upper(), where);
        assertTrue(Math.abs(qd[i]) <= joint.limits().velocity(), where);
        assertTrue(Math.abs(out.command[i]) <= joint.limits().effort(), where);
      }
    }
  }
}

package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

class ArmConstraintsTest {
  private static final int STEPS = 12_000;
  private final RobotModel panda = RobotFiles.load("panda");
  private final RigidBodyDynamics geometry = new RigidBodyDynamics(panda);
  private final double[] p = new double[3];
  private final double[] v = new double[3];
  private final double[] unused = new double[3];

  @Test
  void toolAndElbowStayBelowTheirSpeedLimits_andUseThem() {
    double[] flange = {0, 0, 0.207};
    double[] elbow = {0, 0, 0};
    PointSpeed tool = new PointSpeed(panda, "tool", "panda_link7", flange, 0.8, 12, 0.05);
    PointSpeed joint = new PointSpeed(panda, "elbow", "panda_link4", elbow, 0.4, 12, 0.05);
    JointSpaceLoop loop = new JointSpaceLoop(panda, 1, tool, joint);
    double fastestTool = 0;
    double fastestElbow = 0;
    for (int k = 0; k < STEPS; k++) {
      loop.step();
      fastestTool = Math.max(fastestTool, speed(loop, "panda_link7", flange));
      fastestElbow = Math.max(fastestElbow, speed(loop, "panda_link4", elbow));
    }
    assertTrue(fastestTool <= 0.8 * 1.001, "tool " + fastestTool);
    assertTrue(fastestElbow <= 0.4 * 1.001, "elbow " + fastestElbow);
    assertTrue(fastestTool > 0.72 && fastestElbow > 0.36, fastestTool + " " + fastestElbow);
    assertEquals(0, loop.infeasible);
  }

  @Test
  void theEnergyOfAContactStaysBelowItsLimit() {
    double[] flange = {0, 0, 0.207};
    double most = 0.5;
    ContactEnergy energy =
        new ContactEnergy(panda, "tool", "panda_link7", flange, most, 4.4, 12, 0.05);
    JointSpaceLoop loop = new JointSpaceLoop(panda, 2, energy);
    double highest = 0;
    for (int k = 0; k < STEPS; k++) {
      loop.step();
      double s = speed(loop, "panda_link7", flange);
      if (s > 1e-3) {
        double[] direction = {v[0] / s, v[1] / s, v[2] / s};
        // 1/m by solving M x = Jᵀ d with a factor of its own.
        double[] jacobian = new double[21];
        loop.state.dynamics.jacobian(geometry.point(6, flange), p, jacobian);
        double[] row = new double[7];
        for (int i = 0; i < 7; i++) {
          for (int d = 0; d < 3; d++) {
            row[i] += direction[d] * jacobian[d * 7 + i];
          }
        }
        org.reins.robot.math.Cholesky c = new org.reins.robot.math.Cholesky(7);
        c.factor(loop.state.dynamics.massMatrix());
        double[] x = new double[7];
        c.solve(row, x);
        double inverse = 0;
        for (int i = 0; i < 7; i++) {
          inverse += row[i] * x[i];
        }
        double mass = 1 / (inverse + 1 / 4.4);
        highest = Math.max(highest, mass * s * s / 2);
      }
    }
    // μ changes with the posture, which the row does not foresee: a fiftieth is its share.
    assertTrue(highest <= 1.02 * most && highest > 0.9 * most, highest + " J");
    assertEquals(0, loop.infeasible);
  }

  @Test
  void theArmNeverTouchesCapsulesAndSpheresInTheWorld() {
    CapsuleObstacle post =
        new CapsuleObstacle(
            "post",
            new double[] {0.55, 0.35, 0},
            new double[] {0.55, 0.35, 0.8},
            new double[3],
            0.05);
    CapsuleObstacle ball = CapsuleObstacle.sphere("ball", 0.4, -0.4, 0.5, 0.1);
    List<String> links = List.of("panda_link4", "panda_link5", "panda_link6", "panda_link7");
    CapsuleDistance world = CapsuleDistance.toWorld(panda, links, List.of(post, ball), 2.0, 0.05);
    JointSpaceLoop loop = new JointSpaceLoop(panda, 3, world);
    double nearest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < STEPS; k++) {
      loop.step();
      for (Capsule c : panda.capsules()) {
        if (links.contains(c.link())) {
          nearest = Math.min(nearest, sampled(loop, c, post.from(), post.to()) - c.radius() - 0.05);
          nearest = Math.min(nearest, sampled(loop, c, ball.from(), ball.to()) - c.radius() - 0.1);
        }
      }
    }
    assertTrue(nearest >= -5e-4, "nearest " + nearest);
    assertTrue(nearest < 0.05, "the wish never led there: " + nearest);
    assertTrue(loop.infeasible < STEPS / 100, loop.infeasible + " steps without a solution");
  }

  @Test
  void theArmNeverTouchesItself() {
    List<String[]> pairs =
        List.of(
            new String[] {"panda_link7", "panda_link0"},
            new String[] {"panda_link7", "panda_link1"},
            new String[] {"panda_link7", "panda_link2"},
            new String[] {"panda_link7", "panda_link3"},
            new String[] {"panda_link5", "panda_link1"},
            new String[] {"panda_link6", "panda_link1"});
    CapsuleDistance itself = CapsuleDistance.toItself(panda, pairs, 2.0, 0.05);
    for (int seed = 4; seed < 7; seed++) {
      JointSpaceLoop loop = new JointSpaceLoop(panda, seed, itself);
      double nearest = Double.POSITIVE_INFINITY;
      for (int k = 0; k < STEPS; k++) {
        loop.step();
        Rows unusedRows =
            new Rows(
                new org.reins.filter.qp.QpProblem(7, itself.rows().size()),
                new double[49],
                new double[7]);
        itself.append(loop.state, unusedRows);
        for (double left : unusedRows.left()) {
          nearest = Math.min(nearest, left);
        }
      }
      assertTrue(nearest >= -5e-4, "seed " + seed + ", nearest " + nearest);
      assertTrue(loop.infeasible < STEPS / 100, loop.infeasible + " steps without a solution");
    }
  }

  @Test
  void whoeverWalksIntoTheArmMeetsItAtRest() {
    double reaction = 0.1;
    double walking = 1.6;
    double braking = 4;
    double[] flange = {0, 0, 0.207};
    int contacts = 0;
    for (int seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SeparationDistance row =
          new SeparationDistance(
              panda,
              "tool",
              new Capsule("panda_link7", flange, flange, 0.05),
              new SeparationDistance.Approach(walking, reaction, braking, 0.02),
              0.02);
      JointSpaceLoop loop = new JointSpaceLoop(panda, 100 + seed, row);
      double angle = random.nextDouble(-1, 1);
      double[] person = {2.2 * Math.cos(angle), 2.2 * Math.sin(angle), 0.5};
      int delay = (int) Math.round(reaction / JointSpaceLoop.DT);
      double[][] past = new double[delay][3];
      for (int k = 0; k < 3_000; k++) {
        double[] tool = position(loop, "panda_link7", flange);
        double distance = 0;
        for (int d = 0; d < 3; d++) {
          distance += (tool[d] - person[d]) * (tool[d] - person[d]);
        }
        distance = Math.sqrt(distance);
        double closing = 0;
        speed(loop, "panda_link7", flange);
        for (int d = 0; d < 3; d++) {
          closing -= v[d] * (tool[d] - person[d]) / distance;
        }
        if (distance - 0.05 - 0.1 <= 0) {
          contacts++;
          assertTrue(closing <= 0.02, "seed " + seed + ": met at " + closing + " m/s");
          break;
        }
        for (int d = 0; d < 3; d++) {
          person[d] += walking * JointSpaceLoop.DT * (tool[d] - person[d]) / distance;
        }
        // The filter hears of the person late.
        double[] heard = past[k % delay];
        if (k >= delay) {
          row.observe(heard[0], heard[1], heard[2], 0.1, 0);
        }
        past[k % delay] = person.clone();
        loop.step();
      }
    }
    assertTrue(contacts > 20, contacts + " contacts only");
  }

  @Test
  void aFallingSpeedScaleTakesTheJointsAlong() {
    JointSpaceLoop loop = new JointSpaceLoop(panda, 5);
    double rate = 2;
    double worst = 0;
    double used = 0;
    for (int k = 0; k < 6_000; k++) {
      boolean falling = k / 200 % 2 == 1;
      loop.state.speedScaleRate = falling ? -rate : rate;
      loop.state.speedScale =
          Math.max(0.3, Math.min(0.7, loop.state.speedScale + loop.state.speedScaleRate * 0.001));
      if (loop.state.speedScale == 0.3 || loop.state.speedScale == 0.7) {
        loop.state.speedScaleRate = 0;
      }
      loop.step();
      for (int i = 0; i < 7; i++) {
        double share =
            Math.abs(loop.state.qd[i]) / panda.joints().get(i).limits().velocity()
                - loop.state.speedScale;
        worst = Math.max(worst, share);
        used = Math.max(used, share + loop.state.speedScale);
      }
    }
    // One period of the rate, not 50 ms of it.
    assertTrue(worst <= 0.004, "over the moving limit by " + worst);
    assertTrue(used > 0.6, "the limit was never used: " + used);
  }

  @Test
  void jacobianAlongIsTheJacobianTimesTheDirection() {
    SplittableRandom random = new SplittableRandom(6);
    double[] jacobian = new double[21];
    double[] row = new double[7];
    for (int trial = 0; trial < 200; trial++) {
      double[] q = random.doubles(7, -2, 2).toArray();
      geometry.update(q, new double[7]);
      BodyPoint point = geometry.point(random.nextInt(7), random.doubles(3, -1, 1).toArray());
      geometry.position(point, p);
      geometry.jacobian(point, p, jacobian);
      double[] n = random.doubles(3, -1, 1).toArray();
      geometry.jacobianAlong(point, p, n[0], n[1], n[2], row);
      for (int i = 0; i < 7; i++) {
        assertEquals(
            n[0] * jacobian[i] + n[1] * jacobian[7 + i] + n[2] * jacobian[14 + i], row[i], 1e-12);
      }
    }
  }

  private double speed(JointSpaceLoop loop, String link, double[] xyz) {
    BodyPoint point = geometry.point(panda.bodyOf(link), xyz);
    loop.state.dynamics.position(point, p);
    loop.state.dynamics.motion(point, p, v, unused);
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }

  private double[] position(JointSpaceLoop loop, String link, double[] xyz) {
    loop.state.dynamics.position(geometry.point(panda.bodyOf(link), xyz), p);
    return p.clone();
  }

  /** Distance of a capsule's axis from a segment, by looking at many points of both. */
  private double sampled(JointSpaceLoop loop, Capsule c, double[] from, double[] to) {
    double[] a = position(loop, c.link(), c.from());
    double[] b = position(loop, c.link(), c.to());
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= 6; i++) {
      double[] x = new double[3];
      double along = 0;
      double length = 0;
      for (int d = 0; d < 3; d++) {
        x[d] = a[d] + i / 6.0 * (b[d] - a[d]);
        along += (x[d] - from[d]) * (to[d] - from[d]);
        length += (to[d] - from[d]) * (to[d] - from[d]);
      }
      double t = length == 0 ? 0 : Math.max(0, Math.min(1, along / length));
      double square = 0;
      for (int d = 0; d < 3; d++) {
        double r = x[d] - from[d] - t * (to[d] - from[d]);
        square += r * r;
      }
      least = Math.min(least, Math.sqrt(square));
    }
    return least;
  }
}

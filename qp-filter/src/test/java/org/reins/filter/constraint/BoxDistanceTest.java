package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

class BoxDistanceTest {
  private static final int STEPS = 12_000;
  private static final int SAMPLES = 2_000;

  private final RobotModel panda = RobotFiles.load("panda");
  private final SplittableRandom random = new SplittableRandom(5);

  private double[] point(double size) {
    return random.doubles(3, -size, size).toArray();
  }

  private static double distance(double[] p, BoxObstacle box) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double d = Math.max(0, Math.max(box.from()[k] - p[k], p[k] - box.to()[k]));
      sum += d * d;
    }
    return Math.sqrt(sum);
  }

  private static double sampled(double[] a, double[] b, BoxObstacle box) {
    double least = Double.POSITIVE_INFINITY;
    double[] p = new double[3];
    for (int i = 0; i <= SAMPLES; i++) {
      for (int k = 0; k < 3; k++) {
        p[k] = a[k] + (b[k] - a[k]) * i / SAMPLES;
      }
      least = Math.min(least, distance(p, box));
    }
    return least;
  }

  @Test
  void theDistanceIsThatOfTheNearestOfManyPoints_andThePlaneSupportsTheBox() {
    SegmentToBox pair = new SegmentToBox();
    int touching = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[] from = point(1);
      double[] to = {
        from[0] + random.nextDouble(0.02, 1),
        from[1] + random.nextDouble(0.02, 1),
        from[2] + random.nextDouble(0.02, 1)
      };
      BoxObstacle box = new BoxObstacle("box", from, to);
      double[] a = point(2);
      double[] b = trial % 7 == 0 ? a.clone() : point(2);
      if (trial % 5 == 0) {
        // Parallel to a face.
        b[2] = a[2];
        b[1] = a[1];
      }
      double expected = sampled(a, b, box);
      if (!pair.place(a, b, box)) {
        assertTrue(expected < 2e-3, "touches, and is " + expected + " away");
        touching++;
        continue;
      }
      assertTrue(pair.distance <= expected + 1e-12, pair.distance + " > " + expected);
      assertEquals(expected, pair.distance, 2e-3);
      double[] n = pair.normal;
      assertEquals(1, Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]), 1e-12);
      for (int corner = 0; corner < 8; corner++) {
        double along = 0;
        for (int k = 0; k < 3; k++) {
          along += n[k] * ((corner >> k & 1) == 0 ? box.from()[k] : box.to()[k]);
        }
        assertTrue(along <= pair.offset + 1e-9, "corner " + corner + " is beyond the plane");
      }
      double nearer =
          Math.min(
              n[0] * a[0] + n[1] * a[1] + n[2] * a[2], n[0] * b[0] + n[1] * b[1] + n[2] * b[2]);
      assertEquals(pair.distance, nearer - pair.offset, 1e-7);
    }
    assertTrue(touching > 0 && touching < 200, touching + " trials touch");
  }

  @Test
  void theArmNeverTouchesBoxes_andComesNear() {
    BoxObstacle bench =
        new BoxObstacle("bench", new double[] {0.45, 0.2, 0}, new double[] {0.75, 0.6, 0.35});
    BoxObstacle shelf =
        new BoxObstacle("shelf", new double[] {0.3, -0.6, 0.6}, new double[] {0.8, -0.3, 0.63});
    List<String> links = List.of("panda_link5", "panda_link6", "panda_link7");
    BoxDistance boxes = new BoxDistance(panda, links, List.of(bench, shelf), 2.0, 0.05);
    JointSpaceLoop loop = new JointSpaceLoop(panda, 3, boxes);
    RigidBodyDynamics geometry = new RigidBodyDynamics(panda);
    double nearest = Double.POSITIVE_INFINITY;
    double[] a = new double[3];
    double[] b = new double[3];
    SegmentToBox pair = new SegmentToBox();
    for (int k = 0; k < STEPS; k++) {
      loop.step();
      for (Capsule c : panda.capsules()) {
        if (!links.contains(c.link())) {
          continue;
        }
        int body = panda.bodyOf(c.link());
        BodyPoint from = geometry.point(body, c.from());
        BodyPoint to = geometry.point(body, c.to());
        loop.state.dynamics.position(from, a);
        loop.state.dynamics.position(to, b);
        for (BoxObstacle box : List.of(bench, shelf)) {
          assertTrue(pair.place(a, b, box), "the axis touches " + box.name());
          nearest = Math.min(nearest, pair.distance - c.radius());
        }
      }
    }
    assertTrue(nearest >= -5e-4, "nearest " + nearest);
    assertTrue(nearest < 0.05, "the wish never led there: " + nearest);
    assertTrue(loop.infeasible < STEPS / 100, loop.infeasible + " steps without a solution");
  }

  @Test
  void aBoxTurnedInsideOut_andASegmentInside_areTold() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new BoxObstacle("box", new double[] {0, 0, 0}, new double[] {1, -1, 1}));
    BoxObstacle box = new BoxObstacle("box", new double[3], new double[] {1, 1, 1});
    assertFalse(
        new SegmentToBox().place(new double[] {0.5, 0.5, 2}, new double[] {0.5, 0.5, 0.5}, box));
  }
}

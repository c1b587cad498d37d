package org.reins.launch.gym;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.reins.launch.experiment.FilteredArm;
import org.reins.robot.ReinsException;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;
import org.reins.sim.cell.Cell;
import org.reins.sim.world.Beyond;
import org.reins.sim.world.Region;
import org.reins.sim.world.Rod;

/**
 * A picture of an arm in its cell: capsules of the links, known obstacles (orange), zones
 * (translucent red) and the goal (green) on the table. One ray for each pixel; regions are met by
 * stepping along the ray by the distance from their surface (sphere tracing, Hart 1996).
 */
final class ArmPicture {
  private static final int LEAST = 16;
  private static final int MOST = 1920;
  private static final double FIELD = Math.tan(Math.toRadians(21));
  private static final double NEAR = 1e-4;
  private static final double THINNEST = 0.002;
  private static final int MOST_STEPS = 96;
  private static final double[] LIGHT = unit(0.35, -0.5, 0.8);
  private static final double[] ARM = {0.82, 0.84, 0.88};
  private static final double[] TOOL = {0.2, 0.45, 0.85};
  private static final double[] OBSTACLE = {0.95, 0.6, 0.2};
  private static final double[] ZONE = {0.9, 0.15, 0.15};
  private static final double[] GOAL = {0.1, 0.7, 0.25};

  private final Cell cell;
  private final int width;
  private final int height;
  private final double size;
  private final double[] eye;
  private final double[] forward;
  private final double[] right;
  private final double[] up;

  /** A region with its colour. */
  private record Thing(Region region, double[] colour, double opacity) {}

  /**
   * Prepares pictures.
   *
   * @param width pixels, 16 to 1920
   * @param height pixels, 16 to 1920
   */
  ArmPicture(Cell cell, int width, int height) {
    require("width", width);
    require("height", height);
    this.cell = cell;
    this.width = width;
    this.height = height;
    double reach = 0;
    for (var joint : cell.robot().joints()) {
      reach += Math.sqrt(dot(joint.xyz(), joint.xyz()));
    }
    size = Math.max(0.5, 0.8 * reach);
    eye = new double[] {1.9 * size, -1.5 * size, 1.4 * size};
    forward = unit(0.25 * size - eye[0], -eye[1], 0.35 * size - eye[2]);
    right = unit(forward[1], -forward[0], 0);
    up = cross(right, forward);
  }

  private static void require(String what, int pixels) {
    if (pixels < LEAST || pixels > MOST) {
      throw new ReinsException(
          "the picture's " + what + " is " + pixels + ": allowed is " + LEAST + " to " + MOST);
    }
  }

  /** Draws the arm as it truly is: red, green and blue of each pixel, rows from the top. */
  byte[] draw(FilteredArm arm) {
    List<Rod> links = links(arm.arm().trueQ());
    List<Thing> things = new ArrayList<>();
    for (Region r : cell.world().obstacles()) {
      // A wall may stand between the arm and the camera.
      things.add(new Thing(r, OBSTACLE, r instanceof Beyond ? 0.12 : 1));
    }
    double[] goal = arm.chase().goal().clone();
    things.add(new Thing(new Rod("goal", goal, goal, cell.task().tolerance()), GOAL, 0.75));
    cell.world().zones().forEach(r -> things.add(new Thing(r, ZONE, 0.35)));
    // Solid things come first, then the translucent ones over them.
    things.sort(Comparator.comparingDouble(t -> -t.opacity));
    byte[] pixels = new byte[3 * width * height];
    IntStream.range(0, height).parallel().forEach(y -> row(y, links, things, pixels));
    return pixels;
  }

  private List<Rod> links(double[] q) {
    RobotModel robot = cell.robot();
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    dynamics.update(q, new double[q.length]);
    List<Capsule> capsules = new ArrayList<>(robot.capsules());
    capsules.add(robot.tool());
    List<Rod> links = new ArrayList<>();
    for (Capsule c : capsules) {
      int body = robot.bodyOf(c.link());
      double[] from = c.from().clone();
      double[] to = c.to().clone();
      if (body >= 0) {
        dynamics.position(dynamics.point(body, c.from()), from);
        dynamics.position(dynamics.point(body, c.to()), to);
      }
      links.add(new Rod(c.link(), from, to, Math.max(THINNEST, c.radius())));
    }
    return links;
  }

  private void row(int y, List<Rod> links, List<Thing> things, byte[] pixels) {
    double[] ray = new double[3];
    double[] colour = new double[3];
    for (int x = 0; x < width; x++) {
      double across = FIELD * (2 * x + 1 - width) / height;
      double along = FIELD * (height - 2 * y - 1) / height;
      for (int k = 0; k < 3; k++) {
        ray[k] = forward[k] + across * right[k] + along * up[k];
      }
      double length = Math.sqrt(dot(ray, ray));
      for (int k = 0; k < 3; k++) {
        ray[k] /= length;
      }
      pixel(ray, links, things, colour);
      for (int k = 0; k < 3; k++) {
        pixels[3 * (y * width + x) + k] = (byte) Math.round(255 * Math.min(1, colour[k]));
      }
    }
  }

  private void pixel(double[] ray, List<Rod> links, List<Thing> things, double[] colour) {
    double depth = background(ray, colour);
    for (int i = 0; i < links.size(); i++) {
      double t = capsule(links.get(i), ray);
      if (t < depth) {
        depth = t;
        shade(links.get(i), ray, t, i == links.size() - 1 ? TOOL : ARM, 1, colour);
      }
    }
    for (Thing thing : things) {
      double t = march(thing.region, ray, depth);
      if (t < depth) {
        shade(thing.region, ray, t, thing.colour, thing.opacity, colour);
        depth = thing.opacity == 1 ? t : depth;
      }
    }
  }

  /** Table or sky; returns the distance. */
  private double background(double[] ray, double[] colour) {
    double t = ray[2] < 0 ? -eye[2] / ray[2] : Double.POSITIVE_INFINITY;
    double x = eye[0] + t * ray[0];
    double y = eye[1] + t * ray[1];
    boolean table = Math.abs(x) < 1.5 * size && Math.abs(y) < 1.5 * size;
    boolean dark = (Math.floor(x / 0.2) + Math.floor(y / 0.2)) % 2 == 0;
    for (int k = 0; k < 3; k++) {
      colour[k] = table ? dark ? 0.62 : 0.68 : 0.9 + 0.08 * ray[2];
    }
    return table ? t : Double.POSITIVE_INFINITY;
  }

  /** Distance along a ray to a capsule; infinite if it is missed. */
  private double capsule(Rod rod, double[] ray) {
    double best = ball(rod.from(), rod.radius(), ray);
    best = Math.min(best, ball(rod.to(), rod.radius(), ray));
    double[] a = new double[3];
    double[] o = new double[3];
    for (int k = 0; k < 3; k++) {
      a[k] = rod.to()[k] - rod.from()[k];
      o[k] = eye[k] - rod.from()[k];
    }
    double aa = dot(a, a);
    if (aa < NEAR * NEAR) {
      return best;
    }
    // The cylinder: the part of o + t ray that is orthogonal to a has the length of the radius.
    double ad = dot(a, ray);
    double ao = dot(a, o);
    double p = aa - ad * ad;
    double b = aa * dot(o, ray) - ao * ad;
    double c = aa * dot(o, o) - ao * ao - rod.radius() * rod.radius() * aa;
    double root = b * b - p * c;
    if (root < 0 || p < NEAR * NEAR) {
      return best;
    }
    double t = (-b - Math.sqrt(root)) / p;
    double s = ao + t * ad;
    return t > 0 && s > 0 && s < aa ? Math.min(best, t) : best;
  }

  private double ball(double[] centre, double radius, double[] ray) {
    double b = 0;
    double c = -radius * radius;
    for (int k = 0; k < 3; k++) {
      double o = eye[k] - centre[k];
      b += o * ray[k];
      c += o * o;
    }
    double root = b * b - c;
    double t = -b - Math.sqrt(root);
    return root >= 0 && t > 0 ? t : Double.POSITIVE_INFINITY;
  }

  /** Distance along a ray to a region above the table; infinite if it is missed. */
  private double march(Region region, double[] ray, double depth) {
    double t = 0;
    for (int step = 0; step < MOST_STEPS && t < depth; step++) {
      double d = distance(region, eye[0] + t * ray[0], eye[1] + t * ray[1], eye[2] + t * ray[2]);
      if (d < NEAR * 10) {
        return t;
      }
      t += d;
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Distance from the part of a region that is in the picture: some have no ends. */
  private double distance(Region region, double x, double y, double z) {
    double sides = Math.max(Math.abs(x), Math.abs(y)) - 1.5 * size;
    double ends = Math.max(-z, z - 1.4 * size);
    return Math.max(region.distance(x, y, z), Math.max(sides, ends));
  }

  private void shade(
      Region region, double[] ray, double t, double[] of, double opacity, double[] colour) {
    double x = eye[0] + t * ray[0];
    double y = eye[1] + t * ray[1];
    double z = eye[2] + t * ray[2];
    double h = 1e-4;
    double[] normal =
        unit(
            distance(region, x + h, y, z) - distance(region, x - h, y, z),
            distance(region, x, y + h, z) - distance(region, x, y - h, z),
            distance(region, x, y, z + h) - distance(region, x, y, z - h));
    double light = 0.45 + 0.55 * Math.max(0, dot(normal, LIGHT));
    for (int k = 0; k < 3; k++) {
      colour[k] = (1 - opacity) * colour[k] + opacity * light * of[k];
    }
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double[] unit(double x, double y, double z) {
    double n = Math.max(1e-12, Math.sqrt(x * x + y * y + z * z));
    return new double[] {x / n, y / n, z / n};
  }
}

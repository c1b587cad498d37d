package org.reins.sim.world;

import java.util.List;

/**
 * A person who walks along straight lines from point to point, waits at both ends, and walks back.
 * The person does not look at the robot. Immutable.
 *
 * @param name in messages
 * @param path points of the middle of the body, in the axes of the robot's base, m, at least two;
 *     not copied, not to be modified
 * @param speed m/s, over 0 to 2
 * @param pause at each end, s, 0 to 600
 */
public record Person(String name, List<double[]> path, double speed, double pause) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Person {
    path = List.copyOf(path);
    if (path.size() < 2) {
      throw new IllegalArgumentException(
          "path of " + name + " has " + path.size() + " points: it needs at least 2");
    }
    path.forEach(p -> Ranges.requirePoint("path of " + name, p));
    Ranges.require("speed of " + name, speed, 0.01, 2, " m/s");
    Ranges.require("wait of " + name, pause, 0, 600, " s");
    if (!(length(path) > 0.01)) {
      throw new IllegalArgumentException(
          "path of " + name + " is " + length(path) + " m long: it must lead somewhere");
    }
  }

  private static double length(List<double[]> path) {
    double sum = 0;
    for (int k = 1; k < path.size(); k++) {
      sum += distance(path.get(k - 1), path.get(k));
    }
    return sum;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }

  /**
   * Where the person is.
   *
   * @param time since the start of the run, s
   * @param out overwritten, m
   */
  public void at(double time, double[] out) {
    double walk = length(path) / speed;
    double t = time % (2 * (walk + pause));
    double way = Math.min(walk, Math.max(0, t - pause));
    if (t > 2 * pause + walk) {
      way = Math.max(0, walk - (t - 2 * pause - walk));
    }
    double left = way * speed;
    for (int k = 1; k < path.size(); k++) {
      double[] a = path.get(k - 1);
      double[] b = path.get(k);
      double part = distance(a, b);
      if (left <= part || k == path.size() - 1) {
        double s = part > 0 ? Math.min(1, left / part) : 0;
        for (int i = 0; i < 3; i++) {
          out[i] = a[i] + s * (b[i] - a[i]);
        }
        return;
      }
      left -= part;
    }
  }
}

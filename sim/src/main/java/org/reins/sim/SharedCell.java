package org.reins.sim;

import org.reins.filter.constraint.CapsuleObstacle;
import org.reins.robot.model.RobotModel;

/**
 * The surroundings of an arm in a shared cell: a table, a post to avoid, a tool-speed limit, and a
 * person who approaches the arm and leaves again. Judges the arm from the simulator's true state.
 */
public final class SharedCell {
  /** Largest speed of the tool, m/s. */
  public static final double TOOL_SPEED = 0.5;

  /** Radius of the sphere around the person, m. */
  public static final double PERSON_RADIUS = 0.4;

  /** Top speed of the person, m/s: the walking speed of ISO 13855. */
  public static final double PERSON_SPEED = 1.6;

  private static final double WALKING = 1;
  private static final double NEAR = 0.95;
  private static final double FAR = 2.6;
  private static final double STAY = 2;
  private static final int SAMPLES = 9;
  // Thresholds for counting: larger than rounding and the travel in one period can explain.
  private static final double SPEED_TOLERANCE = 0.02;

  private final TruthKinematics truth;
  private final CapsuleObstacle post =
      new CapsuleObstacle(
          "post",
          new double[] {0.45, 0.45, 0},
          new double[] {0.45, 0.45, 0.9},
          new double[3],
          0.06);
  private final double[] person = new double[3];
  private final double[] tool = new double[3];
  private final double[] before = new double[3];
  private final double[] point = new double[3];
  private boolean started;
  private long postSteps;
  private long fastSteps;
  private long closingSteps;
  private double nearestPost;
  private double fastest;
  private double nearestPerson;

  /** Prepares the cell for a robot. */
  public SharedCell(RobotModel robot) {
    truth = new TruthKinematics(robot);
  }

  /** The post. */
  public CapsuleObstacle post() {
    return post;
  }

  /** Starts over. */
  public void reset() {
    started = false;
    postSteps = 0;
    fastSteps = 0;
    closingSteps = 0;
    nearestPost = Double.POSITIVE_INFINITY;
    nearestPerson = Double.POSITIVE_INFINITY;
    fastest = 0;
  }

  /** Position of the person: centre of the sphere, m; owned by the cell, overwritten here. */
  public double[] person(double time) {
    double walk = (FAR - NEAR) / WALKING;
    double t = time % (2 * (walk + STAY));
    double way;
    if (t < walk) {
      way = t;
    } else if (t < walk + STAY) {
      way = walk;
    } else if (t < 2 * walk + STAY) {
      way = 2 * walk + STAY - t;
    } else {
      way = 0;
    }
    person[0] = FAR - WALKING * way;
    person[1] = -0.2;
    person[2] = 0.5;
    return person;
  }

  /** Closing speed that the person leaves to the tool, m/s, at a distance of the surfaces. */
  public interface AllowedSpeed {
    /** ŝ(d). */
    double at(double distance);
  }

  /**
   * Evaluates the arm after a step.
   *
   * @param q true positions
   * @param dt length of the step, s
   * @param toolRadius radius of the sphere at the tool, m
   */
  public void observe(double[] q, double time, double dt, double toolRadius, AllowedSpeed allowed) {
    truth.update(q);
    truth.toolPoint(tool);
    double gap = Double.POSITIVE_INFINITY;
    for (int c = 0; c < truth.capsuleCount(); c++) {
      for (int s = 0; s < SAMPLES; s++) {
        truth.axisPoint(c, (double) s / (SAMPLES - 1), point);
        gap = Math.min(gap, toPost(point) - truth.radius(c));
      }
    }
    nearestPost = Math.min(nearestPost, gap);
    postSteps += gap < 0 ? 1 : 0;
    if (started) {
      double[] p = person(time);
      double speed = distance(tool, before) / dt;
      fastest = Math.max(fastest, speed);
      fastSteps += speed > TOOL_SPEED + SPEED_TOLERANCE ? 1 : 0;
      double now = distance(tool, p) - PERSON_RADIUS - toolRadius;
      double closing = (distance(before, p) - distance(tool, p)) / dt;
      nearestPerson = Math.min(nearestPerson, now);
      closingSteps += closing > allowed.at(now) + SPEED_TOLERANCE ? 1 : 0;
    }
    started = true;
    System.arraycopy(tool, 0, before, 0, 3);
  }

  private double toPost(double[] p) {
    double z = Math.max(post.from()[2], Math.min(post.to()[2], p[2]));
    double dx = p[0] - post.from()[0];
    double dy = p[1] - post.from()[1];
    double dz = p[2] - z;
    return Math.sqrt(dx * dx + dy * dy + dz * dz) - post.radius();
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        (a[0] - b[0]) * (a[0] - b[0])
            + (a[1] - b[1]) * (a[1] - b[1])
            + (a[2] - b[2]) * (a[2] - b[2]));
  }

  /** Number of steps with part of the arm in the post. */
  public long postSteps() {
    return postSteps;
  }

  /** Number of steps with the tool faster than {@link #TOOL_SPEED}. */
  public long fastSteps() {
    return fastSteps;
  }

  /** Number of steps in which the tool approaches the person faster than allowed. */
  public long closingSteps() {
    return closingSteps;
  }

  /** Smallest distance of the arm from the post, m; below 0 inside. */
  public double nearestPost() {
    return nearestPost;
  }

  /** Smallest distance of the tool from the person, m. */
  public double nearestPerson() {
    return nearestPerson;
  }

  /** Largest speed of the tool, m/s. */
  public double fastest() {
    return fastest;
  }
}

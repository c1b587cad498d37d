package org.reins.sim;

import java.util.SplittableRandom;

/**
 * A sequence of points to reach with the tool, each in a slot of fixed length. The world draws the
 * points from the seed, so every run with a seed gets the same points.
 */
public final class ReachTask {
  /** A goal counts as reached if the tool comes this close, m. */
  public static final double TOLERANCE = 0.05;

  private static final double MIN_RADIUS = 0.38;
  private static final double MAX_RADIUS = 0.65;
  private static final double MAX_AZIMUTH = 1.25;
  // A third of the goals are on the table, lower than any goal in the policy's training.
  private static final double ON_TABLE = 0.035;
  private static final double MIN_HEIGHT = 0.05;
  private static final double MAX_HEIGHT = 0.45;
  private static final double ZONE_CLEARANCE = 0.12;
  private static final double BEHIND_AZIMUTH = 0.3;
  private static final double BEHIND_RADIUS = 0.52;
  private static final double MIN_HOP = 0.35;

  private final double slot;
  private final double[] goal = new double[3];
  private SplittableRandom random = new SplittableRandom(0);
  private double slotEnd;
  private boolean reachedThis;
  private int reached;
  private int offered;

  /**
   * Makes a task.
   *
   * @param slot time for each goal, s
   */
  public ReachTask(double slot) {
    this.slot = slot;
  }

  /** Starts over; the first goal is drawn at once. */
  public void reset(long seed) {
    random = new SplittableRandom(new SplittableRandom(seed).nextLong());
    reached = 0;
    offered = 0;
    slotEnd = slot;
    goal[0] = 0.4;
    goal[1] = -0.4;
    goal[2] = 0.3;
    next();
  }

  /**
   * Evaluates the tool position. Counts the goal if the tool is near, and draws the next goal if
   * the slot is over.
   *
   * @param time time since the reset, s
   * @param tool position of the tool, m, not modified
   * @return true when a new goal was drawn
   */
  public boolean observe(double time, double[] tool) {
    if (!reachedThis && distance(tool, goal) < TOLERANCE) {
      reachedThis = true;
      reached++;
    }
    if (time < slotEnd) {
      return false;
    }
    slotEnd += slot;
    next();
    return true;
  }

  /** The present goal, m, world axes; owned by the task, overwritten when the slot ends. */
  public double[] goal() {
    return goal;
  }

  /** Number of goals reached since the reset. */
  public int reached() {
    return reached;
  }

  /** Number of goals drawn since the reset, including the present one. */
  public int offered() {
    return offered;
  }

  private void next() {
    drawNext(random, goal);
    reachedThis = false;
    offered++;
  }

  /** Draws a goal well away from the previous one, and overwrites it. */
  static void drawNext(SplittableRandom random, double[] goal) {
    double[] old = goal.clone();
    do {
      drawGoal(random, goal);
      if (random.nextInt(3) == 0) {
        goal[2] = ON_TABLE;
      }
    } while (distance(goal, old) < MIN_HOP || isBehindZone(goal));
  }

  /**
   * Whether the policy's motion to a goal takes the forearm through the zone. These goals are not
   * offered.
   */
  private static boolean isBehindZone(double[] goal) {
    return Math.atan2(goal[1], goal[0]) > BEHIND_AZIMUTH
        && Math.hypot(goal[0], goal[1]) > BEHIND_RADIUS;
  }

  /** Draws a reachable point, above the table and outside the person's zone. */
  public static void drawGoal(SplittableRandom random, double[] goal) {
    do {
      double azimuth = random.nextDouble(-MAX_AZIMUTH, MAX_AZIMUTH);
      double radius = random.nextDouble(MIN_RADIUS, MAX_RADIUS);
      goal[0] = radius * Math.cos(azimuth);
      goal[1] = radius * Math.sin(azimuth);
      goal[2] = random.nextDouble(MIN_HEIGHT, MAX_HEIGHT);
    } while (PersonZone.distance(goal[0], goal[1]) < ZONE_CLEARANCE);
  }

  static double distance(double[] a, double[] b) {
    double x = a[0] - b[0];
    double y = a[1] - b[1];
    double z = a[2] - b[2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}

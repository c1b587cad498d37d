package org.reins.sim;

import java.util.SplittableRandom;
import org.reins.sim.world.DemoWorld;

/**
 * Points to reach with the tool as fast as possible. The next goal is drawn when the present one is
 * reached or its time is over. Progress towards a goal counts only once, even if the tool moves
 * back and forth. A whole goal counts as 1.
 */
public final class GoalChase {
  /** Time for each goal, s. */
  public static final double PATIENCE = 3;

  private static final double TOLERANCE = DemoWorld.TASK.tolerance();

  private final double[] goal = new double[3];
  private SplittableRandom random = new SplittableRandom(0);
  private double since;
  private double whole;
  private double nearest;
  private int reached;
  private int missed;

  /**
   * Starts over.
   *
   * @param tool position of the tool, m, not modified
   */
  public void reset(long seed, double[] tool) {
    random = Seeds.stream(seed, 0);
    reached = 0;
    missed = 0;
    System.arraycopy(tool, 0, goal, 0, 3);
    next(0, tool);
  }

  /**
   * Evaluates the tool position. Draws the next goal if the present one is reached or has timed
   * out.
   *
   * @param time time since the reset, s
   * @param tool position of the tool, m, not modified
   * @return new progress towards the goal, as a share of the way, 0 to 1
   */
  public double observe(double time, double[] tool) {
    double left = Math.max(0, ReachTask.distance(tool, goal) - TOLERANCE);
    double progress = Math.max(0, nearest - left) / whole;
    nearest = Math.min(nearest, left);
    if (left == 0) {
      reached++;
      next(time, tool);
    } else if (time - since >= PATIENCE) {
      missed++;
      next(time, tool);
    }
    return progress;
  }

  private void next(double time, double[] tool) {
    do {
      DemoWorld.TASK.goals().next(random, 0, goal);
      whole = ReachTask.distance(tool, goal) - TOLERANCE;
    } while (whole < TOLERANCE);
    nearest = whole;
    since = time;
  }

  /** The present goal, m, world axes; owned by the task. */
  public double[] goal() {
    return goal;
  }

  /** Number of goals reached since the reset. */
  public int reached() {
    return reached;
  }

  /** Number of goals that timed out since the reset. */
  public int missed() {
    return missed;
  }
}

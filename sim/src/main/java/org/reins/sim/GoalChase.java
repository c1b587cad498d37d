package org.reins.sim;

import java.util.SplittableRandom;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Task;

/**
 * Points to reach with the tool as fast as possible. The next goal is drawn when the present one is
 * reached or its time is over. Progress towards a goal counts only once, even if the tool moves
 * back and forth. A whole goal counts as 1. A goal is reached once the tool has been near for the
 * task's dwell.
 */
public final class GoalChase {
  /** Time for each goal, s. */
  public static final double PATIENCE = 3;

  private static final int MOST_SKIPPED = 1_000;

  private final Task task;
  private final double tolerance;
  private final double patience;
  private final double[] goal = new double[3];
  private SplittableRandom random = new SplittableRandom(0);
  private double since;
  private double whole;
  private double nearest;
  private double nearSince;
  private int offered;
  private int reached;
  private int missed;

  /** The goals of the {@link DemoWorld}, each for {@link #PATIENCE}. */
  public GoalChase() {
    this(DemoWorld.TASK.withSlot(PATIENCE));
  }

  /**
   * The goals of a task.
   *
   * @param task a goal is given up after its slot
   */
  public GoalChase(Task task) {
    this.task = task;
    tolerance = task.tolerance();
    patience = task.slot();
  }

  /**
   * Starts over.
   *
   * @param tool position of the tool, m, not modified
   */
  public void reset(long seed, double[] tool) {
    random = Seeds.stream(seed, 0);
    reached = 0;
    missed = 0;
    offered = 0;
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
    double left = Math.max(0, ReachTask.distance(tool, goal) - tolerance);
    double progress = Math.max(0, nearest - left) / whole;
    nearest = Math.min(nearest, left);
    if (left > 0) {
      nearSince = Double.NaN;
    } else if (Double.isNaN(nearSince)) {
      nearSince = time;
    }
    if (time - nearSince >= task.dwell()) {
      reached++;
      next(time, tool);
    } else if (time - since >= patience) {
      missed++;
      next(time, tool);
    }
    return progress;
  }

  private void next(double time, double[] tool) {
    int skipped = 0;
    do {
      task.goals().next(random, offered++, goal);
      whole = ReachTask.distance(tool, goal) - tolerance;
      // Where all points are near the tool, one of them must do.
    } while (whole < tolerance && ++skipped < MOST_SKIPPED);
    whole = Math.max(whole, tolerance);
    nearest = whole;
    nearSince = Double.NaN;
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

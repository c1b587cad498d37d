package org.reins.sim;

import java.util.SplittableRandom;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Goals;
import org.reins.sim.world.Task;

/**
 * A sequence of points to reach with the tool, each in a slot of fixed length. The world draws the
 * points from the seed, so every run with a seed gets the same points.
 */
public final class ReachTask {
  private final Task task;
  private final Goals goals;
  private final double[] goal = new double[3];
  private SplittableRandom random = new SplittableRandom(0);
  private double slotEnd;
  private double nearSince;
  private boolean reachedThis;
  private int reached;
  private int offered;

  /** Makes a task as a cell describes it. */
  public ReachTask(Task task) {
    this.task = task;
    goals = task.goals();
  }

  /**
   * Makes the task of {@link DemoWorld}.
   *
   * @param slot time for each goal, s
   */
  public ReachTask(double slot) {
    this(DemoWorld.TASK.withSlot(slot));
  }

  /** Starts over; the first goal is drawn at once. */
  public void reset(long seed) {
    random = new SplittableRandom(new SplittableRandom(seed).nextLong());
    reached = 0;
    offered = 0;
    slotEnd = task.slot();
    System.arraycopy(goals.start(), 0, goal, 0, 3);
    next();
  }

  /**
   * Evaluates the tool position. Counts the goal once the tool has been near for the dwell, and
   * draws the next goal if the slot is over.
   *
   * @param time time since the reset, s
   * @param tool position of the tool, m, not modified
   * @return true when a new goal was drawn
   */
  public boolean observe(double time, double[] tool) {
    if (distance(tool, goal) < task.tolerance()) {
      nearSince = Double.isNaN(nearSince) ? time : nearSince;
      if (!reachedThis && time - nearSince >= task.dwell()) {
        reachedThis = true;
        reached++;
      }
    } else {
      nearSince = Double.NaN;
    }
    if (time < slotEnd) {
      return false;
    }
    slotEnd += task.slot();
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
    goals.next(random, offered, goal);
    reachedThis = false;
    nearSince = Double.NaN;
    offered++;
  }

  static double distance(double[] a, double[] b) {
    double x = a[0] - b[0];
    double y = a[1] - b[1];
    double z = a[2] - b[2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}

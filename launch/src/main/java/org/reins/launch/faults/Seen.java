package org.reins.launch.faults;

import org.reins.launch.simnode.ArmTap;
import org.reins.node.messages.JointState;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Judge;
import org.reins.sim.Violation;

/**
 * The fault at the driver, and what the robot's truth shows meanwhile. Faults are set from another
 * thread than the one that measures.
 */
final class Seen implements ArmTap {
  /** Changes a state before it is sent. */
  interface StateTap {
    /** No change. */
    StateTap NONE = m -> true;

    /** Returns false if the message must not be sent. */
    boolean pass(JointState message);
  }

  private final double[] change;
  private final double[] fastest;
  private final double[] last;
  private volatile StateTap states = StateTap.NONE;
  private volatile boolean deaf;
  private volatile boolean clears;
  private volatile Figures figures = new Figures(0, 0, 0, Double.POSITIVE_INFINITY, 0, 0);
  private long eventsBefore;
  private long slipsBefore;
  private double step;
  private double speed;
  private double clearance;
  private boolean began;

  /**
   * What was seen since the last {@link #clear}.
   *
   * @param violations events that the judge counted, the zone that the filter does not know apart
   * @param largestStep largest change of an accepted torque, as a share of what the rate allows
   * @param largestSpeed largest share of a joint's speed limit
   * @param leastClearance from the table, m
   * @param speed largest share of a joint's speed limit now
   * @param stalls periods for which this machine made the world stand still
   */
  record Figures(
      long violations,
      double largestStep,
      double largestSpeed,
      double leastClearance,
      double speed,
      long stalls) {}

  Seen(RobotModel robot) {
    int n = robot.dof();
    change = new double[n];
    fastest = new double[n];
    last = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      change[i] = l.effortRate() / robot.control().rateHz();
      fastest[i] = l.velocity();
    }
  }

  /** Lets a fault change the states from now on. */
  void states(StateTap fault) {
    states = fault;
  }

  /** Loses all commands from now on, or none. */
  void deaf(boolean on) {
    deaf = on;
  }

  /** Counts from now on. */
  void clear() {
    clears = true;
  }

  /** What was seen. */
  Figures figures() {
    return figures;
  }

  @Override
  public boolean pass(JointState message) {
    return states.pass(message);
  }

  @Override
  public boolean losesCommand() {
    return deaf;
  }

  @Override
  public void observe(Judge judge, double[] accepted, double[] qd, long slips) {
    long events = judge.events() - judge.events(Violation.ZONE);
    if (clears || !began) {
      clears = false;
      eventsBefore = events;
      slipsBefore = slips;
      step = 0;
      speed = 0;
      clearance = Double.POSITIVE_INFINITY;
    }
    double now = 0;
    for (int i = 0; i < last.length; i++) {
      step = began ? Math.max(step, Math.abs(accepted[i] - last[i]) / change[i]) : 0;
      now = Math.max(now, Math.abs(qd[i]) / fastest[i]);
      last[i] = accepted[i];
    }
    began = true;
    speed = Math.max(speed, now);
    clearance = Math.min(clearance, judge.tableClearance());
    figures = new Figures(events - eventsBefore, step, speed, clearance, now, slips - slipsBefore);
  }
}

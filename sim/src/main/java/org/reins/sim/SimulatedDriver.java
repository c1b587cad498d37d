package org.reins.sim;

import java.util.SplittableRandom;
import org.reins.filter.FilterInput;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * A driver in lockstep with a simulated robot, between the robot and a filter. States arrive late,
 * rounded, or not at all, with the effort given by a {@link DriverProfile}. Commands may be lost
 * too. A robot without a command repeats the last one. After the number of consecutive lost
 * commands in the robot file, it brakes. The same seed gives the same losses. Allocates nothing
 * after construction; not thread-safe.
 *
 * <p>Order of calls in each period: {@link #receive}, the filter's step, {@link #send}, the robot's
 * step with {@link #torque}, {@link #sample}.
 */
public final class SimulatedDriver {
  private static final int DEPTH = 64;
  private static final double BRAKE_TIME = 0.02;

  private final RobotModel robot;
  private final DriverProfile profile;
  private final double dt;
  private final int n;
  private final RigidBodyDynamics dynamics;
  private final double[] perRadian;
  private final double[][] q = new double[DEPTH][];
  private final double[][] qd = new double[DEPTH][];
  private final double[][] effort = new double[DEPTH][];
  private final long[] sampled = new long[DEPTH];
  private final long[] arrives = new long[DEPTH];
  private final double[] accepted;
  private final double[] applied;
  private final double[] braking;
  private SplittableRandom random = new SplittableRandom(0);
  private long now;
  private long newest;
  private long blindUntil;
  private long deafUntil;
  private int missing;
  private boolean engaged;
  private boolean stopped;

  /**
   * Makes a driver.
   *
   * @param dt length of each step, s
   */
  public SimulatedDriver(RobotModel robot, DriverProfile profile, double dt) {
    this.robot = robot;
    this.profile = profile;
    this.dt = dt;
    n = robot.dof();
    perRadian = robot.perRadian();
    dynamics = new RigidBodyDynamics(robot);
    for (int k = 0; k < DEPTH; k++) {
      q[k] = new double[n];
      qd[k] = new double[n];
      effort[k] = new double[n];
    }
    accepted = new double[n];
    applied = new double[n];
    braking = new double[n];
  }

  /** Starts over with a robot at rest. Its first state is available at once. */
  public void reset(long seed, RobotState first) {
    random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    now = 0;
    newest = -1;
    blindUntil = 0;
    deafUntil = 0;
    missing = 0;
    engaged = false;
    stopped = false;
    System.arraycopy(first.acceptedEffort, 0, accepted, 0, n);
    for (int k = 0; k < DEPTH; k++) {
      sampled[k] = -1;
    }
    sample(first);
    int slot = (int) (now % DEPTH);
    arrives[slot] = now;
  }

  /** Loses all states for the next steps. */
  public void blind(int steps) {
    blindUntil = now + steps;
  }

  /** Loses all commands for the next steps. */
  public void deafen(int steps) {
    deafUntil = now + steps;
  }

  /** Whether commands are being lost and the robot has not yet stopped by itself. */
  public boolean isDeaf() {
    return now < deafUntil && !isBraking();
  }

  /** Takes the measurement after a step of the robot. */
  public void sample(RobotState state) {
    now++;
    int slot = (int) (now % DEPTH);
    for (int i = 0; i < n; i++) {
      q[slot][i] = rounded(state.q[i], perRadian[i] * profile.positionStep());
      qd[slot][i] = rounded(state.qd[i], perRadian[i] * profile.velocityStep());
    }
    sense(state, effort[slot]);
    sampled[slot] = now;
    long way = Math.round(profile.latency() / dt) + (random.nextDouble() < profile.late() ? 1 : 0);
    boolean lost = random.nextDouble() < profile.stateLoss() || now < blindUntil;
    arrives[slot] = lost ? Long.MAX_VALUE : now + way;
  }

  private void sense(RobotState state, double[] out) {
    switch (profile.effort()) {
      case ECHO -> System.arraycopy(accepted, 0, out, 0, n);
      case NONE -> java.util.Arrays.fill(out, Double.NaN);
      case MEASURED, MEASURED_WITH_GRAVITY -> {
        boolean gravity = profile.effort() == DriverProfile.Effort.MEASURED_WITH_GRAVITY;
        if (gravity) {
          dynamics.update(state.q, state.qd);
        }
        boolean more = gravity && robot.control().gravityCompensated();
        for (int i = 0; i < n; i++) {
          double e = accepted[i] + profile.effortNoise() / perRadian[i] * random.nextGaussian();
          out[i] = rounded(more ? e + dynamics.gravity()[i] : e, 0);
        }
      }
    }
  }

  private double rounded(double x, double step) {
    double y = step > 0 ? step * Math.rint(x / step) : x;
    return profile.singlePrecision() ? (float) y : y;
  }

  /**
   * Passes the data that have arrived to a filter.
   *
   * @param in its state, age and time step are overwritten
   * @return whether there is a new state
   */
  public boolean receive(FilterInput in) {
    long best = -1;
    for (int k = 0; k < DEPTH; k++) {
      if (sampled[k] > Math.max(newest, best) && arrives[k] <= now) {
        best = sampled[k];
      }
    }
    in.stateFresh = best >= 0;
    in.dt = dt;
    if (best >= 0) {
      int slot = (int) (best % DEPTH);
      System.arraycopy(q[slot], 0, in.q, 0, n);
      System.arraycopy(qd[slot], 0, in.qd, 0, n);
      System.arraycopy(effort[slot], 0, in.acceptedEffort, 0, n);
      in.dt = newest < 0 ? dt : (best - newest) * dt;
      in.stateAge = (now - best) * dt;
      newest = best;
    }
    return in.stateFresh;
  }

  /**
   * Takes a command from the filter.
   *
   * @param command torques, N·m, not modified; null for none
   * @return whether it arrived
   */
  public boolean send(double[] command) {
    boolean lost = random.nextDouble() < profile.commandLoss() || now < deafUntil;
    if (command != null && !lost) {
      missing = 0;
      engaged = true;
      for (int i = 0; i < n; i++) {
        accepted[i] = rounded(command[i], 0);
      }
      return true;
    }
    missing += engaged ? 1 : 0;
    return false;
  }

  /**
   * Obeys a command that does not come over the wire, and is not lost.
   *
   * @param command torques, N·m, not modified
   */
  public void obey(double[] command) {
    missing = 0;
    engaged = true;
    System.arraycopy(command, 0, accepted, 0, n);
  }

  /** Closes the brakes at once, or opens them unless commands are missing. */
  public void stop(boolean on) {
    stopped = on;
  }

  /** Sets the torque of a controller inside the robot, N·m; copied. */
  public void hold(double[] torque) {
    System.arraycopy(torque, 0, accepted, 0, n);
  }

  /** Whether the robot stopped by itself: after waiting too long for a command, or when told. */
  public boolean isBraking() {
    return stopped || missing > robot.control().lostCommandsUntilStop();
  }

  /** The active command, N·m; owned by the driver. */
  public double[] accepted() {
    return accepted;
  }

  /**
   * The torque of the robot's drives, N·m: the active command, or the brakes.
   *
   * @param state not modified
   * @return torques, owned by the driver
   */
  public double[] torque(RobotState state) {
    if (isBraking()) {
      brake(state);
      return applied;
    }
    return accepted;
  }

  /**
   * Decelerates all joints in proportion, so that the arm stops along its path, and carries its
   * weight. In proportion to the mass, because a damping that stops a heavy joint shakes a light
   * one.
   */
  private void brake(RobotState state) {
    dynamics.update(state.q, state.qd);
    double[] mass = dynamics.massMatrix();
    boolean weightless = robot.control().gravityCompensated();
    double share = 1;
    for (int i = 0; i < n; i++) {
      double slowing = 0;
      for (int j = 0; j < n; j++) {
        slowing -= mass[i * n + j] * state.qd[j] / BRAKE_TIME;
      }
      braking[i] = slowing;
      applied[i] = weightless ? 0 : dynamics.gravity()[i];
      double room = limit(i) - Math.signum(slowing) * applied[i];
      if (room < share * Math.abs(slowing)) {
        share = Math.max(0, room / Math.abs(slowing));
      }
    }
    for (int i = 0; i < n; i++) {
      double torque = applied[i] + share * braking[i];
      applied[i] = Math.max(-limit(i), Math.min(limit(i), torque));
    }
  }

  private double limit(int joint) {
    return robot.joints().get(joint).limits().effort();
  }
}

package org.reins.filter;

import java.util.Arrays;
import org.reins.robot.model.Joint;
import org.reins.robot.model.RobotModel;

/**
 * The torque that the model does not explain, d̂: from external forces, from friction, or from an
 * error of the model.
 *
 * <pre>
 *   r = M Δq̇/dt + bias − u        d̂ ← d̂ + a (r − d̂)
 * </pre>
 *
 * <p>Here u is, of the torques that may have acted, the one that explains most. As a rule a = dt/τ;
 * a = {@link #QUICK} while the sum of r − d̂ over some milliseconds exceeds the noise on the same
 * side for more than one sample. Velocity noise enters r by differences, so it cancels in that sum,
 * and a push stands out within milliseconds. A single outlier exceeds the noise once on each side.
 * The noise is the mean |r − d̂|, learned slowly.
 *
 * <p>Filters use {@link #load}: it is d̂ where friction, a model error of {@link #MODEL_ERROR} of
 * the torque limit and the noise together cannot explain it, and 0 where they can, with a slope
 * between. A moving joint has friction, but friction does not justify ignoring torque. For it,
 * {@link #drag} is the mean of d̂ over {@link #STEADY_TIME} since the joint started to move in this
 * direction, and {@link #load} is the part that exceeds that mean by more than the noise and {@link
 * #DRIVING_ERROR} of the limit. Even a small torque takes a joint with little inertia past its
 * speed limit, and the friction of one joint drives others. {@link #error} bounds the error of d̂
 * while a push lasts.
 *
 * <p>{@link #resistance} also holds the friction of slow joints: as measured while a joint creeps
 * in one direction, and −b q̇ from the robot's file where it hardly moves. Without it, rows on
 * distances count on accelerations of light joints that friction prevents, and the arm brakes later
 * than planned.
 *
 * <p>Torques in N·m. Allocates nothing; not thread-safe.
 */
final class DisturbanceObserver {
  private static final double TIME_CONSTANT = 0.02;
  private static final double QUICK = 0.25;
  private static final double SUM_TIME = 0.005;
  private static final double MODEL_ERROR = 0.02;
  private static final double STEADY_TIME = 0.05;
  private static final double DRIVING_ERROR = 0.003;
  // Speed above which the direction of motion of a joint is certain, share of its limit.
  private static final double MOVING = 0.05;
  // Speed above which a joint creeps and does not only shake, share of its limit. At twice this
  // speed its friction is taken as measured.
  private static final double CREEPING = 0.005;
  // Deviations of the settled noise.
  private static final double DEVIATIONS = 3;
  private static final double FRICTION = 1.5;
  private static final double NOISE_TIME = 0.5;
  private static final double NOISE_FACTOR = 5;
  private static final double MOST_ERROR = 0.05;

  private final int n;
  private final double[] limit;
  private final double[] fastest;
  private final double[] coulomb;
  private final double[] viscous;
  private final double[] lastQd;
  private final double[] estimate;
  private final double[] noise;
  private final double[] steady;
  private final double[] drag;
  private final double[] resistance;
  private final double[] directed;
  private final double[] outside; // leaky sum of r − d̂
  private final double[] load;
  private final double[] error;
  private double lastingFor;

  DisturbanceObserver(RobotModel robot) {
    n = robot.dof();
    limit = new double[n];
    fastest = new double[n];
    coulomb = new double[n];
    viscous = new double[n];
    for (int i = 0; i < n; i++) {
      Joint joint = robot.joints().get(i);
      limit[i] = joint.limits().effort();
      fastest[i] = joint.limits().velocity();
      coulomb[i] = joint.friction();
      viscous[i] = joint.damping();
    }
    lastQd = new double[n];
    estimate = new double[n];
    noise = new double[n];
    steady = new double[n];
    drag = new double[n];
    resistance = new double[n];
    directed = new double[n];
    outside = new double[n];
    load = new double[n];
    error = new double[n];
  }

  void reset(double[] qd) {
    Arrays.fill(estimate, 0);
    Arrays.fill(outside, 0);
    Arrays.fill(load, 0);
    Arrays.fill(steady, 0);
    Arrays.fill(drag, 0);
    Arrays.fill(resistance, 0);
    // Otherwise the first cycle of a run would depend on how the one before ended.
    Arrays.fill(directed, 0);
    Arrays.fill(error, 0);
    for (int i = 0; i < n; i++) {
      noise[i] = MODEL_ERROR * limit[i];
    }
    lastingFor = 0;
    System.arraycopy(qd, 0, lastQd, 0, n);
  }

  /** Resumes from this velocity after a gap; the torque estimate is kept for a while. */
  void skip(double[] qd) {
    for (int i = 0; i < n; i++) {
      if (Double.isFinite(qd[i])) {
        lastQd[i] = qd[i];
      }
    }
  }

  /**
   * Takes a valid measurement.
   *
   * @param qd measured, rad/s, not modified
   * @param least lowest torque that may have acted since the last measurement: which command was in
   *     force is known only to within some periods. Not modified
   * @param most highest such torque, not modified
   * @return the largest |d̂| as a share of its joint's torque limit
   */
  double observe(
      double[] qd, double[] least, double[] most, double[] mass, double[] bias, double dt) {
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double needed = bias[i];
      for (int j = 0; j < n; j++) {
        needed += mass[i * n + j] * (qd[j] - lastQd[j]) / dt;
      }
      // No disturbance that a joint could withstand is larger, and no NaN is kept.
      double acting = Math.max(least[i], Math.min(most[i], needed));
      double r = Math.max(-2 * limit[i], Math.min(2 * limit[i], needed - acting));
      follow(i, Double.isNaN(r) ? 0 : r, qd[i], dt);
      worst = Math.max(worst, Math.abs(estimate[i]) / limit[i]);
    }
    System.arraycopy(qd, 0, lastQd, 0, n);
    return worst;
  }

  private void follow(int i, double r, double qd, double dt) {
    double off = r - estimate[i];
    double most = NOISE_FACTOR * noise[i];
    double before = outside[i];
    outside[i] = (1 - Math.min(1, dt / SUM_TIME)) * before + off;
    boolean again = Math.min(outside[i], before) > most || Math.max(outside[i], before) < -most;
    double a = again ? QUICK : Math.min(1, dt / TIME_CONSTANT);
    estimate[i] += a * off;
    noise[i] += Math.min(1, dt / NOISE_TIME) * (Math.min(Math.abs(off), most) - noise[i]);
    noise[i] = Math.max(noise[i], 1e-3 * limit[i]);
    // The noise of r is that of a difference of samples: a low-pass filter removes most of it.
    double settled = noise[i] * Math.min(1, 3 * dt / TIME_CONSTANT);
    double resting =
        FRICTION * (coulomb[i] + viscous[i] * Math.abs(qd)) + MODEL_ERROR * limit[i] + settled;
    double driving = DRIVING_ERROR * limit[i] + DEVIATIONS * settled;
    double share = Math.min(1, Math.abs(qd) / (MOVING * fastest[i]));
    double dead = resting + share * Math.min(0, driving - resting);
    // Friction reverses with the motion.
    double gain = Math.min(1, dt / STEADY_TIME);
    steady[i] = qd * directed[i] > 0 ? steady[i] + gain * (estimate[i] - steady[i]) : 0;
    directed[i] = qd;
    drag[i] = share * steady[i];
    double rest = estimate[i] - drag[i];
    double beyond = Math.abs(rest) - dead;
    double pushed = Math.max(0, Math.min(1, beyond / dead));
    load[i] = pushed == 0 ? 0 : rest * pushed;
    double creeps = Math.max(0, Math.min(1, Math.abs(qd) / (CREEPING * fastest[i]) - 1));
    double friction = creeps * steady[i] - (1 - creeps) * viscous[i] * qd;
    // What is taken for a push must not count twice.
    resistance[i] = drag[i] + (1 - pushed) * (friction - drag[i]);
    double largest = MOST_ERROR * limit[i];
    // Until it exceeds what friction explains it may be noise, and is not binding.
    error[i] = load[i] == 0 ? 0 : again ? Math.min(largest, Math.abs(off) * (1 - QUICK)) : settled;
  }

  /** Forgets the torque, and resumes. */
  void forget() {
    Arrays.fill(estimate, 0);
    Arrays.fill(load, 0);
    Arrays.fill(steady, 0);
    Arrays.fill(drag, 0);
    Arrays.fill(resistance, 0);
    Arrays.fill(error, 0);
    Arrays.fill(outside, 0);
  }

  /** Lets the estimate fade while there is no measurement. */
  void fade(double dt) {
    double left = 1 - Math.min(1, dt / (5 * TIME_CONSTANT));
    for (int i = 0; i < n; i++) {
      estimate[i] *= left;
      load[i] *= left;
      drag[i] *= left;
      resistance[i] *= left;
    }
  }

  /**
   * How long more than a share of a torque limit has been unexplained without interruption, s.
   *
   * @param worst as {@link #observe} returned it
   */
  double lasting(double worst, double share, double dt) {
    lastingFor = worst > share ? lastingFor + dt : 0;
    return lastingFor;
  }

  /** Torque for use in constraints, N·m, length n; owned by the observer. */
  double[] load() {
    return load;
  }

  /** Torque that accompanies the motion, N·m, length n; owned by the observer. */
  double[] drag() {
    return drag;
  }

  /**
   * The drag and the friction of slow joints, N·m, length n; owned by the observer. For reserves
   * only, because the friction in a robot's file may be wrong.
   */
  double[] resistance() {
    return resistance;
  }

  /** Error bound of the torque, N·m, length n; owned by the observer. */
  double[] error() {
    return error;
  }
}

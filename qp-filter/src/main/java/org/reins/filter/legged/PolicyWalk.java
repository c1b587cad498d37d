package org.reins.filter.legged;

import java.util.Arrays;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyCommand;
import org.reins.filter.observation.PolicyState;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The computation of the host of a walking robot whose policy commands joint targets, in each motor
 * period: odometry, the commanded twist, the policy once per period of its own, the motors' loops.
 *
 * <pre>
 *   walk.update(seen, fresh);
 *   walk.torque(q, qd, torque);          // the motors' own loops, on their own encoders
 *   filter.torque(seen, fresh, torque);  // if there is a filter
 * </pre>
 *
 * <p>Nothing allocates after construction except what the policy's network allocates; not
 * thread-safe.
 */
public final class PolicyWalk {
  // Speed at which the joints go to the default posture without measurements, rad/s.
  private static final double STANDING_UP = 2;

  private final DescribedPolicy policy;
  private final PolicyWalkFilter filter;
  private final LegOdometry odometry;
  private final WalkTiming timing;
  private final MotorGains damping;
  private final double[] posture;
  private final double[] wanted = new double[3];
  private final double[] allowed = new double[3];
  private final double[] twist = new double[3];
  private long step;

  /**
   * Prepares a robot.
   *
   * @param policy its joints are all the robot's; used only here from now on
   * @param filter null for none
   */
  public PolicyWalk(RobotModel robot, DescribedPolicy policy, PolicyWalkFilter filter) {
    this.policy = policy;
    this.filter = filter;
    timing = timing(robot, policy);
    odometry = new LegOdometry(robot);
    damping = MotorGains.of(robot);
    policy.reset();
    posture = policy.command().position.clone();
  }

  /** The timing of a robot with a policy. */
  public static WalkTiming timing(RobotModel robot, DescribedPolicy policy) {
    return WalkTiming.of(robot, policy.description().period());
  }

  /** Starts over, standing in the default posture. */
  public void reset() {
    policy.reset();
    odometry.reset();
    Arrays.fill(wanted, 0);
    Arrays.fill(twist, 0);
    step = 0;
    if (filter != null) {
      filter.reset();
    }
  }

  /**
   * Sets the commanded twist: along x and y of the base, m/s, and about its z, rad/s. A twist that
   * is not finite requests a stop.
   */
  public void want(double vx, double vy, double wz) {
    boolean good = Double.isFinite(vx + vy + wz);
    wanted[0] = good ? vx : 0;
    wanted[1] = good ? vy : 0;
    wanted[2] = good ? wz : 0;
  }

  /**
   * Takes the measurement of a motor period.
   *
   * @param seen latest sensor values, not modified
   * @param fresh whether they arrived in this period
   */
  public void update(RobotState seen, boolean fresh) {
    odometry.update(seen, timing.period());
    if (step++ % timing.perAction() == 0) {
      command();
      if (filter == null || !filter.isSilent()) {
        write(seen);
        policy.act();
      }
    }
    if (filter != null && filter.isSilent()) {
      stand();
    }
  }

  /** Moves the twist towards the allowed one, as fast as it may change. */
  private void command() {
    if (filter == null) {
      System.arraycopy(wanted, 0, allowed, 0, 3);
    } else {
      filter.twist(wanted, allowed);
    }
    for (int k = 0; k < 3; k++) {
      double most = WalkController.slew(k) * timing.actionPeriod();
      twist[k] += Math.max(-most, Math.min(most, allowed[k] - twist[k]));
    }
  }

  private void write(RobotState seen) {
    PolicyState s = policy.state();
    System.arraycopy(seen.q, 0, s.q, 0, s.q.length);
    System.arraycopy(seen.qd, 0, s.qd, 0, s.qd.length);
    System.arraycopy(seen.acceptedEffort, 0, s.effort, 0, s.effort.length);
    System.arraycopy(seen.base.quaternion, 0, s.quaternion, 0, 4);
    System.arraycopy(seen.base.angular, 0, s.angular, 0, 3);
    System.arraycopy(odometry.velocity(), 0, s.linear, 0, 3);
    s.height = odometry.height();
    System.arraycopy(twist, 0, s.twist, 0, 3);
  }

  /** Moves the targets towards the default posture. */
  private void stand() {
    PolicyCommand c = policy.command();
    double most = STANDING_UP * timing.period();
    for (int i = 0; i < posture.length; i++) {
      c.position[i] += Math.max(-most, Math.min(most, posture[i] - c.position[i]));
      c.velocity[i] = 0;
      c.effort[i] = 0;
    }
  }

  /**
   * The torques of the motors' own loops.
   *
   * @param q positions of the motors' encoders, rad, not modified
   * @param qd velocities of the motors' encoders, rad/s, not modified
   * @param torque N·m, overwritten
   */
  public void torque(double[] q, double[] qd, double[] torque) {
    if (filter != null && filter.isLost()) {
      damping.damp(qd, torque);
    } else {
      policy.command().torque(q, qd, torque);
    }
  }

  /** The default posture, rad; owned by the walk, not modified. */
  public double[] posture() {
    return posture;
  }

  /** The twist that the policy sees; overwritten by {@link #update}. */
  public double[] twist() {
    return twist;
  }

  /** The rates at which the robot is commanded. */
  public WalkTiming timing() {
    return timing;
  }
}

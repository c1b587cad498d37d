package org.reins.filter.legged;

import java.util.Arrays;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The plan of a walking robot whose policy commands joint targets. Where there is no action, and
 * where the robot must stand, the targets go to the policy's default posture. Nothing allocates
 * after construction; not thread-safe.
 */
public final class TargetPlan implements WalkPlan {
  // Speed of the targets towards the default posture, rad/s.
  private static final double STANDING_UP = 2;
  // Speed of the targets back to the policy's after a gap, rad/s.
  private static final double RETURNING = 10;
  // Longest time that this takes, s.
  private static final double RETURNED = 0.2;
  // Largest distance of a target from its joint while the robot is brought to stand, rad.
  private static final double FARTHEST = 0.3;

  private final PolicyWalkFilter filter;
  private final LegOdometry odometry;
  private final WalkTiming timing;
  private final JointGains gains;
  private final double[] posture;
  private final double height;
  private final float identity;
  private final double[] targets;
  private final WantedTwist wish = new WantedTwist();
  private final double[] allowed = new double[3];
  private final double[] twist = new double[3];
  private final boolean[] returning;
  private double since;
  private RobotState last;
  private long step;

  /**
   * Prepares a robot.
   *
   * @param filter of the twist; null for none
   */
  public TargetPlan(RobotModel robot, PolicyDescription policy, PolicyWalkFilter filter) {
    this.filter = filter;
    timing = WalkTiming.of(robot, policy.period());
    identity = TargetInterface.identity(policy);
    odometry = new LegOdometry(robot);
    posture = robot.posture().clone();
    MotorGains own = MotorGains.of(robot);
    gains = JointGains.of(own, robot.dof());
    PolicyJoints joints = policy.joints();
    for (int i = 0; i < robot.dof(); i++) {
      int at = joints.indexOf(robot.jointNames().get(i));
      if (at >= 0) {
        posture[i] = joints.posture()[at];
        gains.stiffness()[i] = joints.hasGains() ? joints.stiffness()[at] : own.stiffness();
        gains.damping()[i] = joints.hasGains() ? joints.damping()[at] : own.damping();
      }
    }
    targets = posture.clone();
    returning = new boolean[targets.length];
    height = new LegKinematics(robot).standingHeight(posture);
  }

  @Override
  public void reset() {
    odometry.reset();
    wish.reset();
    Arrays.fill(twist, 0);
    System.arraycopy(posture, 0, targets, 0, targets.length);
    step = 0;
    Arrays.fill(returning, true);
    since = 0;
    if (filter != null) {
      filter.reset();
    }
  }

  @Override
  public int observationSize() {
    return TargetInterface.observationSize(posture.length);
  }

  @Override
  public int actionSize() {
    return posture.length;
  }

  @Override
  public void clear(float[] action) {
    // Not zeros: these would be targets. Nor the last ones, which may be those of a mid-stride.
    Arrays.fill(action, Float.NaN);
  }

  @Override
  public void want(double vx, double vy, double wz) {
    wish.want(vx, vy, wz);
  }

  @Override
  public boolean update(RobotState seen, boolean fresh) {
    last = seen;
    odometry.update(seen, timing.period());
    boolean begins = step++ % timing.perAction() == 0;
    if (begins) {
      command(seen, fresh);
    }
    return begins;
  }

  /** Moves the twist towards the allowed one, as fast as it may change. */
  private void command(RobotState seen, boolean fresh) {
    if (filter == null) {
      System.arraycopy(wish.wanted, 0, allowed, 0, 3);
    } else {
      filter.twist(seen, fresh, odometry, twist, wish.wanted, allowed);
    }
    WantedTwist.follow(twist, allowed, timing.actionPeriod(), twist);
  }

  @Override
  public void observe(float[] out) {
    TargetInterface.write(last, odometry, twist, identity, out);
  }

  @Override
  public double[] targets(float[] action) {
    boolean walks = filter == null || filter.march();
    for (int i = 0; i < targets.length; i++) {
      walks &= Float.isFinite(action[i]);
    }
    if (!walks) {
      stand();
    } else {
      follow(action);
    }
    return targets;
  }

  /** Moves the targets towards the default posture, from where the joints are. */
  private void stand() {
    double most = STANDING_UP * timing.period();
    for (int i = 0; i < targets.length; i++) {
      // The last answer of the policy may have been anything.
      double near =
          last == null
              ? targets[i]
              : Math.max(last.q[i] - FARTHEST, Math.min(last.q[i] + FARTHEST, targets[i]));
      targets[i] = near + Math.max(-most, Math.min(most, posture[i] - near));
    }
    Arrays.fill(returning, true);
    since = 0;
  }

  /**
   * Takes the policy's targets. After a gap they would jump: then each joint moves towards its
   * target until it has reached it once, or for a while, and is free from then on. A policy that
   * walks must not be slowed down.
   */
  private void follow(float[] action) {
    double most = RETURNING * timing.period();
    since = Math.min(since + timing.period(), RETURNED);
    for (int i = 0; i < targets.length; i++) {
      double way = action[i] - targets[i];
      returning[i] &= Math.abs(way) > most && since < RETURNED;
      targets[i] = returning[i] ? targets[i] + Math.copySign(most, way) : action[i];
    }
  }

  @Override
  public boolean holds() {
    return filter == null || !filter.isLost();
  }

  @Override
  public WalkTiming timing() {
    return timing;
  }

  @Override
  public JointGains gains() {
    return gains;
  }

  @Override
  public double[] posture() {
    return posture;
  }

  @Override
  public double height() {
    return height;
  }

  @Override
  public double[] twist() {
    return twist;
  }

  @Override
  public LegOdometry odometry() {
    return odometry;
  }
}

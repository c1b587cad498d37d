package org.reins.filter.legged;

import java.util.Arrays;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The computation of a walking robot's host in each motor period, for any robot or simulator:
 * odometry, the twist that the gait follows, the policy's observation, motor targets.
 *
 * <pre>
 *   if (controller.update(seen, fresh)) {   // a policy period begins
 *     controller.observe(observation);      // … and the policy answers with an action
 *   }
 *   targets = controller.targets(action);
 * </pre>
 *
 * <p>Nothing allocates after construction; not thread-safe.
 */
public final class WalkController implements WalkPlan {
  private final WalkFilter guard;
  private final TrotGait gait;
  private final LegOdometry odometry;
  private final WalkInterface walk = new WalkInterface();
  private final WantedTwist wish = new WantedTwist();
  private final double[] twist = new double[3];
  private final double[] next = new double[3];
  private final WalkTiming timing;
  private final JointGains gains;
  private final double[] posture;
  private final int actions;
  private RobotState last;
  private long step;

  /**
   * Prepares a robot.
   *
   * @param guard filter of the twist, or null for none
   */
  public WalkController(RobotModel robot, WalkFilter guard) {
    this.guard = guard;
    timing = WalkTiming.of(robot);
    gait = new TrotGait(robot);
    odometry = new LegOdometry(robot);
    gains = JointGains.of(MotorGains.of(robot), robot.dof());
    posture = robot.posture();
    actions = TrotGait.PER_FOOT * robot.base().feet().size();
  }

  @Override
  public int observationSize() {
    return WalkInterface.OBSERVATION;
  }

  @Override
  public int actionSize() {
    return actions;
  }

  @Override
  public void clear(float[] action) {
    Arrays.fill(action, 0);
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
    return gait.height();
  }

  @Override
  public void reset() {
    gait.reset();
    odometry.reset();
    wish.reset();
    Arrays.fill(twist, 0);
    step = 0;
    if (guard != null) {
      guard.reset();
    }
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

  /** Moves the twist towards the wanted one, as fast as it may change. */
  private void command(RobotState seen, boolean fresh) {
    WantedTwist.follow(twist, wish.wanted, timing.actionPeriod(), next);
    if (guard == null) {
      System.arraycopy(next, 0, twist, 0, 3);
    } else {
      guard.command(seen, fresh, odometry, gait, next, twist);
    }
  }

  @Override
  public void observe(float[] out) {
    walk.observe(last.base, odometry, gait, twist, out);
  }

  @Override
  public double[] targets(float[] action) {
    return gait.step(timing.period(), guard == null || guard.march(), twist, action);
  }

  @Override
  public boolean holds() {
    return guard == null || guard.holds();
  }

  /** Largest change of each component of the twist per second: m/s², m/s², rad/s². */
  public static double slew(int component) {
    return WantedTwist.slew(component);
  }

  @Override
  public WalkTiming timing() {
    return timing;
  }

  @Override
  public double[] twist() {
    return twist;
  }

  @Override
  public LegOdometry odometry() {
    return odometry;
  }

  /** The gait. */
  public TrotGait gait() {
    return gait;
  }
}

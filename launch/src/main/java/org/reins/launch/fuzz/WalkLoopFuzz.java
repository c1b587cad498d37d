package org.reins.launch.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.WalkTiming;
import org.reins.launch.simnode.MotorLoops;
import org.reins.node.output.MotorTargets;
import org.reins.node.walk.LoadedWalk;
import org.reins.node.walk.TwistLimits;
import org.reins.node.walk.WalkStep;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.BodyJudge;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.Walker;

/**
 * Short walks of a simulated legged robot with wild twists, in half of them wild actions, and one
 * random fault each. In half of them the motors close their own loops, in the others they take
 * torques. The simulator's truth is judged until the body falls: joint limits, joint speeds,
 * torques requested from the motors. These violations count as unholdable: while no measurement is
 * accepted or within 0.2 s after that, while no command arrives, or after the robot was given up
 * and sinks on damped motors. Episodes are numbered: the same number gives the same episode.
 */
public final class WalkLoopFuzz {
  /** The fault of an episode. */
  public enum Fault {
    /** No fault. */
    NONE,
    /** No state arrives for a while. */
    STATES_LOST,
    /** No command arrives for a while. */
    COMMANDS_LOST,
    /** Neither states nor commands arrive for a while. */
    LINK_LOST,
    /** All values freeze for a while. */
    FROZEN,
    /** The values of one joint freeze from now on. */
    ONE_FROZEN,
    /** A joint's velocity is NaN from now on. */
    NOT_A_NUMBER,
    /** All velocities of joints are 0 from now on. */
    NO_VELOCITY,
    /** One sample of one joint is an outlier. */
    WILD_SAMPLE,
    /** The orientation freezes from now on. */
    ORIENTATION_FROZEN,
    /** The feet's contacts are inverted from now on. */
    CONTACTS_WRONG,
    /** The trunk is pushed. */
    PUSH
  }

  private static final double SECONDS = 1.6;
  private static final int TWIST_PERIODS = 200;
  private static final int ACTION_PERIODS = 50;
  // Recovery time of a robot after a gap in its measurements, periods.
  private static final int RECOVERY = 100;
  private static final double LOST = 0.002;

  private final RobotModel robot;
  private final double period;
  private final int substeps;
  private final int n;
  private final EmbeddedLegged sim;
  private final LimitJudge judge;
  private final BodyJudge body;
  private final RobotState state;
  private final RobotState told;
  private final RobotState before;
  private final double[] torque;
  private final double[] asked = new double[3];
  private final WalkStep[] steps;
  private final MotorLoops motors;

  /** Creates a fuzz test of a legged robot, without a learned barrier. */
  public WalkLoopFuzz(RobotModel robot) {
    this.robot = robot;
    n = robot.dof();
    period = WalkTiming.of(robot).period();
    substeps = Walker.substeps(period);
    sim = new EmbeddedLegged(robot, PlantParameters.WALK, Terrain.FLAT);
    judge = new LimitJudge(robot);
    body = new BodyJudge(sim);
    state = RobotState.of(robot);
    told = RobotState.of(robot);
    before = RobotState.of(robot);
    torque = new double[n];
    motors = new MotorLoops(n, MotorGains.of(robot).damping());
    steps = new WalkStep[] {step(false), step(true)};
  }

  private WalkStep step(boolean ownLoops) {
    FilteredWalk guard = new FilteredWalk(robot, null, 10);
    TwistLimits limits = new TwistLimits(1.5, 1.5);
    return new WalkStep(LoadedWalk.gait(robot, guard, false, limits, 0.5, 0), true, ownLoops);
  }

  /** Runs the episodes of these numbers. */
  public LoopCounts run(long first, long count) {
    LoopCounts sum = LoopCounts.none();
    for (long k = first; k < first + count; k++) {
      sum = sum.plus(episode(k, null));
    }
    return sum;
  }

  /**
   * Runs one episode.
   *
   * @param fault replaces the one drawn from the number; null for no replacement
   */
  public LoopCounts episode(long number, Fault fault) {
    SplittableRandom random = new SplittableRandom(number);
    Fault drawn = Fault.values()[random.nextInt(Fault.values().length)];
    Fault what = fault == null ? drawn : fault;
    boolean ownLoops = random.nextBoolean();
    boolean wild = random.nextBoolean();
    int level = random.nextInt(EnvelopeLevels.DEFAULT.top() + 1);
    int periods = (int) Math.round(SECONDS / period);
    int begin = random.nextInt(periods / 5, periods / 2);
    int length = random.nextInt(1, 200);
    int joint = random.nextInt(n);
    double value = new double[] {644, -1e10, 1e155, Double.NaN, 40}[random.nextInt(5)];
    double push = random.nextDouble(10, 100);
    double turn = random.nextDouble(2 * Math.PI);
    WalkStep step = steps[ownLoops ? 1 : 0];
    sim.reset(number, robot.posture(), state);
    judge.reset();
    body.reset();
    motors.damp();
    step.begin();
    Arrays.fill(step.action, 0);
    int missing = 0;
    int since = 1;
    long nonFinite = 0;
    String broken = "";
    boolean said = false;
    int blindFor = 0;
    for (int k = 0; k < periods && !body.fallen(); k++) {
      boolean on = k >= begin && k < begin + length;
      if (k % TWIST_PERIODS == 0) {
        for (int i = 0; i < 3; i++) {
          asked[i] = random.nextDouble(-2, 2);
        }
      }
      if (wild && k % ACTION_PERIODS == 0) {
        for (int i = 0; i < step.action.length; i++) {
          step.action[i] = (float) random.nextDouble(-1, 1);
        }
      }
      if (what == Fault.PUSH && (k == begin || k == begin + length)) {
        sim.push(on ? push * Math.cos(turn) : 0, on ? push * Math.sin(turn) : 0, 0);
      }
      boolean blind = on && (what == Fault.STATES_LOST || what == Fault.LINK_LOST);
      boolean arrives = !blind && random.nextDouble() >= LOST;
      sense(what, k - begin, length, joint, value);
      FilterReason arrival = arrives ? FilterReason.NONE : FilterReason.STATE_STALE;
      boolean believed = step.take(told, arrival, since * period) == FilterReason.NONE;
      blindFor = believed ? Math.max(0, blindFor - 1) : RECOVERY;
      since = arrives ? 1 : since + 1;
      step.ask(asked, EnvelopeLevels.DEFAULT.at(level), 10);
      step.run(false, () -> {});
      nonFinite += isFinite(step) ? 0 : 1;
      boolean cut = on && (what == Fault.COMMANDS_LOST || what == Fault.LINK_LOST);
      if (cut || random.nextDouble() < LOST) {
        if (++missing == robot.control().lostCommandsUntilStop()) {
          motors.damp();
        }
      } else {
        missing = 0;
        if (ownLoops) {
          motors.take(step.targets);
        } else {
          motors.take(step.torque);
        }
      }
      for (int s = 0; s < substeps; s++) {
        motors.torque(state.q, state.qd, torque);
        if (s == 0) {
          judge.observe(sim.trueQ(), sim.trueQd(), torque);
        }
        sim.step(torque, period / substeps, state);
      }
      body.observe();
      String now = broken();
      if (!now.isEmpty() && broken.isEmpty()) {
        broken = now;
        // On its motors' own loops, or given up: then they damp, and it sinks onto its joint
        // limits.
        said = missing > 0 || blindFor > 0 || step.isLatched();
      }
    }
    return counts(number, what, ownLoops, level, broken, said, nonFinite, step);
  }

  private LoopCounts counts(
      long number,
      Fault what,
      boolean ownLoops,
      int level,
      String broken,
      boolean said,
      long nonFinite,
      WalkStep step) {
    boolean violated = !broken.isEmpty();
    String words =
        String.format(
            Locale.ROOT,
            "%s %s episode %d: %s, level %d: %s",
            robot.name(),
            ownLoops ? "motor targets" : "torques",
            number,
            what,
            level,
            broken);
    return new LoopCounts(
        1,
        violated && !said ? 1 : 0,
        violated && said ? 1 : 0,
        nonFinite,
        step.isLatched() ? 1 : 0,
        violated && !said ? List.of(words) : List.of());
  }

  private String broken() {
    return (judge.position() > 0 ? "joint_position " : "")
        + (judge.speed() > 0 ? "joint_speed " : "")
        + (judge.torque() > 0 ? "torque" : "");
  }

  private static boolean isFinite(WalkStep step) {
    MotorTargets t = step.targets;
    double sum = 0;
    for (int i = 0; i < step.torque.length; i++) {
      sum += t.q[i] + t.dq[i] + t.kp[i] + t.kd[i] + t.tau[i] + step.torque[i];
    }
    return Double.isFinite(sum);
  }

  /** The sensor values: the truth with its noise, except for the fault. */
  private void sense(Fault what, int since, int length, int joint, double value) {
    copy(state, told);
    if (since < 0) {
      copy(state, before);
      return;
    }
    switch (what) {
      case FROZEN -> {
        if (since < length) {
          copy(before, told);
        }
      }
      case ONE_FROZEN -> {
        told.q[joint] = before.q[joint];
        told.qd[joint] = before.qd[joint];
      }
      case NOT_A_NUMBER -> told.qd[joint] = Double.NaN;
      case NO_VELOCITY -> Arrays.fill(told.qd, 0);
      case WILD_SAMPLE -> {
        if (since == 0) {
          (length % 2 == 0 ? told.q : told.qd)[joint] = value;
        }
      }
      case ORIENTATION_FROZEN -> {
        System.arraycopy(before.base.quaternion, 0, told.base.quaternion, 0, 4);
        System.arraycopy(before.base.angular, 0, told.base.angular, 0, 3);
      }
      case CONTACTS_WRONG -> {
        for (int f = 0; f < told.base.contact.length; f++) {
          told.base.contact[f] = !told.base.contact[f];
        }
      }
      default -> {}
    }
  }

  private void copy(RobotState from, RobotState to) {
    System.arraycopy(from.q, 0, to.q, 0, n);
    System.arraycopy(from.qd, 0, to.qd, 0, n);
    System.arraycopy(from.base.quaternion, 0, to.base.quaternion, 0, 4);
    System.arraycopy(from.base.angular, 0, to.base.angular, 0, 3);
    System.arraycopy(from.base.contact, 0, to.base.contact, 0, to.base.contact.length);
  }
}

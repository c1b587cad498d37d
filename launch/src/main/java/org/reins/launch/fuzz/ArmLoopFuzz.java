package org.reins.launch.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterReason;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.ArmDrive;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimulatedDriver;
import org.reins.sim.Violation;

/**
 * Short episodes of a simulated arm behind a driver, with wild targets and one random fault each:
 * states or commands lost, sensors that freeze, jump, read wrong or give no values, and pushes. The
 * simulator's truth is judged: joint limits, joint speeds, torques, table; and the torque rate if
 * the robot reports what it accepted. Episodes are numbered: the same number gives the same
 * episode.
 */
public final class ArmLoopFuzz {
  /** The fault of an episode. */
  public enum Fault {
    /** No fault except the driver. */
    NONE,
    /** No state arrives for a while. */
    STATES_LOST,
    /** No command arrives for a while. */
    COMMANDS_LOST,
    /** Neither states nor commands arrive for a while. */
    LINK_LOST,
    /** All values freeze, the stamps continue. */
    FROZEN,
    /** The values of one joint freeze. */
    ONE_FROZEN,
    /** A joint's velocity is NaN from now on. */
    NOT_A_NUMBER,
    /** All velocities are 0 from now on. */
    NO_VELOCITY,
    /** One sample of one joint is an outlier. */
    WILD_SAMPLE,
    /** A joint's position jumps by 2π. */
    TURN_OFFSET,
    /** A joint reads slightly too much. */
    BIAS,
    /** The tool is pushed. */
    PUSH_TOOL,
    /** The elbow is pushed. */
    PUSH_ELBOW,
    /** The filter itself is delayed, and catches up with one more cycle than there are periods. */
    OWN_STALL
  }

  private static final double SECONDS = 1.6;
  private static final double TARGET_SECONDS = 0.4;
  private static final double WARNED = 0.1;

  private final RobotModel robot;
  private final ArmDrive.Mode mode;
  private final int n;
  private final double dt;
  private final SafetyFilter filter;
  private final EmbeddedArm arm;
  private final Judge judge;
  private final RobotState state;
  private final RobotState seen;
  private final RobotState frozen;
  private final FilterInput in;
  private final double[] measuredQ;
  private final double[] measuredQd;
  private final double[] zeros;

  /**
   * Creates a fuzz test.
   *
   * @param mode command type of the robot; null for torques
   */
  public ArmLoopFuzz(RobotModel robot, ArmDrive.Mode mode) {
    this.robot = robot;
    this.mode = mode;
    n = robot.dof();
    dt = 1 / robot.control().rateHz();
    filter =
        new SafetyFilter(robot, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
    arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    judge = new Judge(robot);
    state = new RobotState(n);
    seen = new RobotState(n);
    frozen = new RobotState(n);
    in = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    measuredQ = new double[n];
    measuredQd = new double[n];
    zeros = new double[n];
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
    DriverProfile profile = profile(random);
    Fault drawn = Fault.values()[random.nextInt(Fault.values().length)];
    Fault asked = fault == null ? drawn : fault;
    boolean push = asked == Fault.PUSH_TOOL || asked == Fault.PUSH_ELBOW;
    // A robot with an internal controller resists pushes, and stops, by that controller.
    boolean own = mode != null && (push || asked == Fault.OWN_STALL);
    Fault what = own ? Fault.NONE : asked;
    // The final approach to the limits is left to the filter unless something pushes or hides.
    int level = random.nextInt(EnvelopeLevels.DEFAULT.top() + 1);
    Script script = new Script(what, random, robot);
    SimulatedDriver driver = new SimulatedDriver(robot, profile, dt);
    ArmDrive drive = mode == null ? null : ArmDrive.of(mode, robot, dt);
    begin(number, level, driver, drive);
    long steps = Math.round(SECONDS / dt);
    long nonFinite = 0;
    double warned = Double.NEGATIVE_INFINITY;
    String broken = "";
    boolean said = false;
    double at = Double.POSITIVE_INFINITY;
    for (long k = 0; k < steps; k++) {
      double t = k * dt;
      if (k % Math.round(TARGET_SECONDS / dt) == 0) {
        target(random);
      }
      script.act(k, driver, arm);
      if (script.isHeldUp(k)) {
        pass(driver);
        script.sense(k, state, seen, frozen);
        driver.sample(seen);
        judge.observe(arm.trueQ(), arm.trueQd(), driver.accepted(), dt);
        if (broken.isEmpty() && !broken(profile, what).isEmpty()) {
          // The robot holds its last torque, and no node can change it.
          broken = broken(profile, what);
          said = true;
        }
        continue;
      }
      if (script.wakes(k)) {
        wake(script.steps, random);
      }
      if (k > 0) {
        driver.receive(in);
      }
      judged(drive);
      FilterOutput out = filter.step(in);
      for (double u : out.command) {
        nonFinite += Double.isFinite(u) ? 0 : 1;
      }
      if (out.reason == FilterReason.UNEXPLAINED_TORQUE
          || out.reason == FilterReason.QP_INFEASIBLE && script.pushes()) {
        warned = t;
      }
      boolean silent = out.silent;
      step(driver, drive, out, silent);
      script.sense(k, state, seen, frozen);
      driver.sample(seen);
      judge.observe(arm.trueQ(), arm.trueQd(), drive == null ? driver.accepted() : zeros, dt);
      String now = broken(profile, what);
      if (!now.isEmpty() && broken.isEmpty()) {
        broken = now;
        at = t;
        said |= driver.isDeaf();
      }
      said |= script.pushes() && Math.abs(at - warned) < WARNED;
    }
    boolean violated = !broken.isEmpty();
    String words =
        String.format(
            Locale.ROOT,
            "%s %s episode %d: %s, driver %s, level %d: %s",
            robot.name(),
            mode == null ? "effort" : mode.name().toLowerCase(Locale.ROOT),
            number,
            what,
            profile.name(),
            level,
            broken);
    return new LoopCounts(
        1,
        violated && !said ? 1 : 0,
        violated && said ? 1 : 0,
        nonFinite,
        filter.isStopped() ? 1 : 0,
        violated && !said ? List.of(words) : List.of());
  }

  private DriverProfile profile(SplittableRandom random) {
    List<DriverProfile> all = DriverProfile.ALL;
    return all.get(random.nextInt(all.size()));
  }

  private void begin(long seed, int level, SimulatedDriver driver, ArmDrive drive) {
    arm.reset(seed, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    driver.reset(seed, state);
    in.envelope = EnvelopeLevels.DEFAULT.at(level);
    in.actionFresh = true;
    in.torqueActs = drive == null;
    in.silentWhenBlind = drive == null && robot.control().stopsByItself();
    driver.receive(in);
    if (drive != null) {
      drive.reset(state.q);
    }
    filter.forget();
    filter.reset(in);
  }

  private void target(SplittableRandom random) {
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      in.target[i] = random.nextDouble(Math.max(-3, l.lower()), Math.min(3, l.upper()));
      in.stiffness[i] = 4 * l.effort();
    }
  }

  /** The filter's input: the measurement, or the commanded position. */
  private void judged(ArmDrive drive) {
    if (in.stateFresh) {
      System.arraycopy(in.q, 0, measuredQ, 0, n);
      System.arraycopy(in.qd, 0, measuredQd, 0, n);
    }
    if (drive != null) {
      System.arraycopy(measuredQ, 0, in.toldQ, 0, n);
      System.arraycopy(measuredQd, 0, in.toldQd, 0, n);
      drive.refer(in.toldQ, in.toldQd);
      in.told = true;
    }
  }

  private void step(SimulatedDriver driver, ArmDrive drive, FilterOutput out, boolean silent) {
    if (drive == null) {
      driver.send(silent ? null : out.command);
      arm.step(driver.torque(state), dt, state);
      return;
    }
    driver.send(out.command);
    drive.accelerate(
        measuredQ,
        measuredQd,
        in.stateFresh && out.culprit < 0,
        out.action == org.reins.filter.FilterAction.STOP || out.blind,
        out.acceleration);
    drive.obey();
    double[] torque = drive.torque(arm.trueQ(), arm.trueQd());
    for (int i = 0; i < n; i++) {
      double limit = robot.joints().get(i).limits().effort();
      torque[i] = Math.max(-limit, Math.min(limit, torque[i]));
    }
    arm.step(torque, dt, state);
  }

  /** A period without a filter cycle. */
  private void pass(SimulatedDriver driver) {
    driver.send(null);
    arm.step(driver.torque(state), dt, state);
  }

  /**
   * The loop's reaction to a delay: it stops if the delay was longer than the robot waits, and may
   * run one or two cycles before the state arrives. Their commands are overtaken.
   */
  private void wake(int steps, SplittableRandom random) {
    if (steps > robot.control().lostCommandsUntilStop()) {
      filter.stop(FilterReason.LOOP_STALLED);
    }
    in.stateFresh = false;
    in.staleReason = FilterReason.STATE_STALE;
    in.dt = steps * dt;
    for (int k = random.nextInt(3); k > 0; k--) {
      filter.step(in);
      in.dt = 1.5 * dt;
    }
  }

  private String broken(DriverProfile profile, Fault what) {
    StringBuilder words = new StringBuilder();
    for (Violation kind : Violation.values()) {
      boolean counts =
          switch (kind) {
            case ZONE -> false;
            case TORQUE -> mode == null;
            // Cut off in both directions the robot stops on its own: then there is no torque to
            // step from.
            case TORQUE_RATE ->
                mode == null
                    && what != Fault.LINK_LOST
                    && (profile.effort() == DriverProfile.Effort.ECHO
                        || what != Fault.COMMANDS_LOST);
            default -> true;
          };
      if (counts && judge.events(kind) > 0) {
        words.append(' ').append(kind.key());
      }
    }
    return words.toString().trim();
  }

  /** One fault at one moment. */
  private static final class Script {
    private final Fault what;
    private final long begin;
    private final int steps;
    private final int joint;
    private final double value;
    private final double[] force = new double[3];
    private boolean held;

    Script(Fault what, SplittableRandom random, RobotModel robot) {
      this.what = what;
      double rate = robot.control().rateHz();
      begin = Math.round(random.nextDouble(0.3, 0.9) * rate);
      steps = (int) Math.max(1, Math.round(random.nextDouble(0.001, 0.4) * rate));
      joint = random.nextInt(robot.dof());
      double[] wild = {644, -1e10, 100, 1e155, Double.NaN, Double.POSITIVE_INFINITY, 6.3};
      value = wild[random.nextInt(wild.length)];
      double strength = random.nextDouble(10, 100);
      double z = random.nextDouble(-1, 1);
      double turn = random.nextDouble(2 * Math.PI);
      double flat = Math.sqrt(1 - z * z);
      force[0] = strength * flat * Math.cos(turn);
      force[1] = strength * flat * Math.sin(turn);
      force[2] = strength * z;
    }

    boolean pushes() {
      return what == Fault.PUSH_TOOL || what == Fault.PUSH_ELBOW;
    }

    void act(long k, SimulatedDriver driver, EmbeddedArm arm) {
      if (k == begin) {
        switch (what) {
          case STATES_LOST -> driver.blind(steps);
          case COMMANDS_LOST -> driver.deafen(steps);
          case LINK_LOST -> {
            driver.blind(steps);
            driver.deafen(steps);
          }
          case PUSH_TOOL -> arm.push(force[0], force[1], force[2]);
          case PUSH_ELBOW -> arm.pushElbow(force[0], force[1], force[2]);
          case BIAS -> arm.setPositionBias(joint, Math.signum(force[0]) * 0.005);
          default -> {}
        }
      } else if (k == begin + steps) {
        arm.push(0, 0, 0);
        arm.pushElbow(0, 0, 0);
      }
    }

    boolean isHeldUp(long k) {
      return what == Fault.OWN_STALL && k >= begin && k < begin + steps;
    }

    boolean wakes(long k) {
      return what == Fault.OWN_STALL && k == begin + steps;
    }

    /** The sensor values: the truth, except for the fault. */
    void sense(long k, RobotState truth, RobotState out, RobotState frozen) {
      out.time = truth.time;
      int n = out.q.length;
      System.arraycopy(truth.q, 0, out.q, 0, n);
      System.arraycopy(truth.qd, 0, out.qd, 0, n);
      System.arraycopy(truth.acceptedEffort, 0, out.acceptedEffort, 0, n);
      if (k < begin) {
        return;
      }
      if (!held) {
        held = true;
        System.arraycopy(out.q, 0, frozen.q, 0, n);
        System.arraycopy(out.qd, 0, frozen.qd, 0, n);
      }
      switch (what) {
        case FROZEN -> {
          System.arraycopy(frozen.q, 0, out.q, 0, n);
          System.arraycopy(frozen.qd, 0, out.qd, 0, n);
        }
        case ONE_FROZEN -> {
          out.q[joint] = frozen.q[joint];
          out.qd[joint] = frozen.qd[joint];
        }
        case NOT_A_NUMBER -> out.qd[joint] = Double.NaN;
        case NO_VELOCITY -> java.util.Arrays.fill(out.qd, 0);
        case WILD_SAMPLE -> {
          if (k == begin && steps % 2 == 0) {
            out.qd[joint] = value;
          } else if (k == begin) {
            out.q[joint] = value;
          }
        }
        case TURN_OFFSET -> out.q[joint] += 2 * Math.PI;
        default -> {}
      }
    }
  }
}

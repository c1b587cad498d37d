package org.reins.launch.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.WalkTiming;
import org.reins.node.output.MotorTargets;
import org.reins.node.walk.LoadedWalk;
import org.reins.node.walk.TwistLimits;
import org.reins.node.walk.WalkStep;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * Runs the step of a walking robot on states, actions and twists that are plausible for a while,
 * and then frozen, contradictory, far beyond all limits, huge, or NaN; with gaps, times that stop
 * or run backwards, stops and resets. Checks every command against limits that it reads
 * independently from the robot's file. In a stop no torque may drive a joint. Half of the steps use
 * motors that close their own loops.
 */
public final class WalkStepFuzz {
  private static final int WARM_UP = 3_000;
  private static final int BATCH = 2_000;
  private static final double[] TIMES = {
    0, -1, 1e-9, 0.004, 0.5, 1e9, Double.NaN, Double.POSITIVE_INFINITY
  };
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** How the states of a phase are generated. */
  private enum Mode {
    PLAUSIBLE,
    RANDOM,
    EDGE,
    FROZEN,
    STILL,
    HUGE,
    WILD
  }

  private static final Mode[] MODES = Mode.values();

  private final RobotModel robot;
  private final Supplier<FilteredWalk> filters;
  private final int n;
  private final double period;

  /**
   * Prepares a fuzz test.
   *
   * @param filters creates filters of the robot
   */
  public WalkStepFuzz(RobotModel robot, Supplier<FilteredWalk> filters) {
    this.robot = robot;
    this.filters = filters;
    n = robot.dof();
    period = WalkTiming.of(robot).period();
  }

  /** A fuzz test without a learned barrier. */
  public WalkStepFuzz(RobotModel robot) {
    this(robot, () -> new FilteredWalk(robot, null, 10));
  }

  /**
   * Runs steps; the same seed gives the same ones.
   *
   * @param steps number of them
   * @param seed of everything random
   */
  public StepCounts run(long steps, long seed) {
    StepCounts own = new TaskEnvironment(true, seed).run(steps - steps / 2);
    return own.plus(new TaskEnvironment(false, ~seed).run(steps / 2));
  }

  /** One robot. */
  private final class TaskEnvironment {
    private final SplittableRandom random;
    private final boolean ownLoops;
    private final WalkStep step;
    private final RobotState state = RobotState.of(robot);
    private final RobotState told = RobotState.of(robot);
    private final MotorGains gains = MotorGains.of(robot);
    private final double[] last = new double[n];
    private final double[] asked = new double[3];
    private final Runnable question = this::beAsked;
    private long questions;
    private Mode mode = Mode.PLAUSIBLE;
    private int left;
    private long exceptions;
    private long nonFinite;
    private long beyondLimit;
    private long beyondRate;
    private long bytes;
    private double dt;
    private boolean fresh;
    private boolean hold;

    TaskEnvironment(boolean ownLoops, long seed) {
      this.ownLoops = ownLoops;
      random = new SplittableRandom(seed);
      TwistLimits limits = new TwistLimits(1.5, 1.5);
      step =
          new WalkStep(
              LoadedWalk.gait(robot, filters.get(), false, limits, 0.5, 0), true, ownLoops);
    }

    StepCounts run(long steps) {
      step.begin();
      stand();
      for (long k = 0; k < WARM_UP; k++) {
        next();
      }
      if (questions == 0) {
        throw new IllegalStateException("the policy was never called: the steps do not run");
      }
      exceptions = 0;
      nonFinite = 0;
      beyondLimit = 0;
      beyondRate = 0;
      bytes = 0;
      // The virtual machine itself allocates now and then, when it links or recompiles. A step that
      // allocates does so in every batch.
      long least = steps == 0 ? 0 : Long.MAX_VALUE;
      for (long done = 0; done < steps; done += BATCH) {
        bytes = 0;
        for (long k = done; k < Math.min(steps, done + BATCH); k++) {
          next();
        }
        least = Math.min(least, bytes);
      }
      bytes = least * ((steps + BATCH - 1) / BATCH);
      return new StepCounts(steps, exceptions, nonFinite, beyondLimit, beyondRate, bytes);
    }

    private void next() {
      draw();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        go();
      } catch (RuntimeException e) {
        exceptions++;
        step.begin();
      }
      bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      judge();
    }

    /** The measured part: the step itself, and no allocating code of the test. */
    private void go() {
      FilterReason arrival = FilterReason.NONE;
      if (random.nextInt(20) == 0) {
        arrival = random.nextBoolean() ? FilterReason.STATE_STALE : FilterReason.STATE_OLD;
      }
      fresh = step.take(told, arrival, dt) == FilterReason.NONE;
      Envelope envelope = EnvelopeLevels.DEFAULT.at(random.nextInt(3));
      step.ask(asked, envelope, random.nextDouble(0.1, 100));
      if (random.nextInt(500) == 0) {
        step.stop(FilterReason.EMERGENCY_STOP);
      }
      if (step.isLatched() && (random.nextInt(50) == 0 || step.mayGoOn())) {
        step.begin();
      }
      step.run(hold, question);
    }

    private void beAsked() {
      questions++;
    }

    private void stand() {
      System.arraycopy(robot.posture(), 0, state.q, 0, n);
      for (int i = 0; i < n; i++) {
        state.qd[i] = 0;
      }
      upright();
    }

    private void upright() {
      state.base.quaternion[0] = 1;
      for (int k = 0; k < 3; k++) {
        state.base.quaternion[1 + k] = 0;
        state.base.angular[k] = 0;
      }
    }

    private void draw() {
      if (left-- <= 0) {
        // Plausible for longer, so that the filter accepts the inputs.
        mode = random.nextInt(2) == 0 ? Mode.PLAUSIBLE : MODES[random.nextInt(MODES.length)];
        left = random.nextInt(1, mode == Mode.PLAUSIBLE ? 400 : 80);
        hold = random.nextInt(5) == 0;
        for (int k = 0; k < 3; k++) {
          asked[k] = wild(random.nextDouble(-3, 3), 20);
        }
        if (random.nextInt(4) == 0) {
          stand();
        }
      }
      dt = random.nextInt(50) == 0 ? TIMES[random.nextInt(TIMES.length)] : period;
      for (int i = 0; i < n; i++) {
        move(i);
      }
      for (int f = 0; f < told.base.contact.length; f++) {
        told.base.contact[f] = random.nextInt(10) == 0 ? random.nextBoolean() : f % 3 != 1;
      }
      for (int k = 0; k < 4; k++) {
        told.base.quaternion[k] =
            mode == Mode.WILD ? wild(state.base.quaternion[k], 3) : state.base.quaternion[k];
      }
      for (int k = 0; k < 3; k++) {
        double w = mode == Mode.EDGE ? random.nextDouble(-20, 20) : random.nextDouble(-0.1, 0.1);
        told.base.angular[k] = mode == Mode.WILD ? wild(w, 3) : w;
      }
      for (int i = 0; i < step.action.length; i++) {
        step.action[i] = (float) wild(random.nextDouble(-1, 1), 200);
      }
    }

    private void move(int i) {
      JointLimits l = robot.joints().get(i).limits();
      double v = l.velocity();
      if (mode == Mode.PLAUSIBLE) {
        double before = state.qd[i];
        double q = state.q[i];
        double back = q > l.upper() - 0.1 ? -v / 4 : q < l.lower() + 0.1 ? v / 4 : 0;
        double next = 0.98 * before + random.nextDouble(-1, 1) + 0.1 * back;
        state.qd[i] = Math.max(-v, Math.min(v, next));
        state.q[i] += period * (before + state.qd[i]) / 2;
      } else if (mode == Mode.RANDOM) {
        state.q[i] = random.nextDouble(l.lower() - 0.6, l.upper() + 0.6);
        state.qd[i] = random.nextDouble(-5 * v, 5 * v);
      } else if (mode == Mode.EDGE) {
        // Fast towards a limit, and back at once; positions follow, so that it is accepted.
        double before = state.qd[i];
        state.qd[i] = random.nextBoolean() ? v : -v;
        state.q[i] += period * (before + state.qd[i]) / 2;
      }
      told.q[i] = state.q[i];
      told.qd[i] = mode == Mode.STILL ? 0 : state.qd[i];
      if (mode == Mode.STILL) {
        state.q[i] += 0.004;
      } else if (mode == Mode.HUGE) {
        told.q[i] = wild(state.q[i], 4);
        told.qd[i] = wild(state.qd[i], 4);
      } else if (mode == Mode.WILD) {
        told.q[i] = wild(state.q[i], 20);
        told.qd[i] = wild(state.qd[i], 20);
      }
      if (!(Math.abs(state.q[i]) < 10)) {
        state.q[i] = robot.posture()[i];
        state.qd[i] = 0;
      }
    }

    /** The value; occasionally NaN, infinity, zero, or a huge value. */
    private double wild(double value, int often) {
      if (random.nextInt(often) != 0) {
        return value;
      }
      return switch (random.nextInt(mode == Mode.HUGE ? 2 : 5)) {
        case 0 -> Math.copySign(Math.pow(10, random.nextDouble(2, 308)), random.nextDouble() - 0.5);
        case 1 -> 1e3 * random.nextDouble(-1, 1);
        case 2 -> Double.NaN;
        case 3 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        default -> 0;
      };
    }

    private void judge() {
      MotorTargets t = step.targets;
      boolean finite = true;
      boolean within = true;
      boolean slow = true;
      for (int i = 0; i < n; i++) {
        JointLimits l = robot.joints().get(i).limits();
        double u = step.torque[i];
        double sum = t.q[i] + t.dq[i] + t.kp[i] + t.kd[i] + t.tau[i] + u;
        finite &= Double.isFinite(sum);
        within &= Math.abs(u) <= l.effort() * (1 + 1e-9);
        within &= t.q[i] >= l.lower() && t.q[i] <= l.upper() && t.dq[i] == 0;
        within &= t.kp[i] >= 0 && t.kp[i] <= gains.stiffness();
        within &= t.kd[i] >= 0 && t.kd[i] <= gains.damping();
        if (fresh && ownLoops) {
          double given = t.kp[i] * (t.q[i] - told.q[i]) - t.kd[i] * told.qd[i] + t.tau[i];
          within &= Math.abs(given) <= l.effort() * (1 + 1e-6);
        }
        if (step.isLatched()) {
          within &= t.kp[i] == 0 && !(fresh && u * told.qd[i] > 0);
        }
        double more = l.effortRate() * period + 1e-6 * l.effort();
        slow &= u <= Math.max(0, last[i]) + more && u >= Math.min(0, last[i]) - more;
        last[i] = u;
      }
      nonFinite += finite ? 0 : 1;
      beyondLimit += within ? 0 : 1;
      beyondRate += slow ? 0 : 1;
    }
  }
}

package org.reins.launch.experiment;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.reins.filter.Envelope;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkState;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.Policy;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.StatusWindow;
import org.reins.node.messages.FilterStatus;
import org.reins.node.planner.EnvelopePlanner;
import org.reins.node.walk.TwistLimits;
import org.reins.node.walk.WalkMetrics;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.Walker;

/**
 * A walking robot with the task of making progress: a different direction every two seconds, as
 * fast as the envelope allows. A reward of 1 is a metre along the commanded direction. A fall ends
 * the episode.
 */
public final class WalkEnvironment implements TaskEnvironment {
  /** Remaining share of the distance to a fall below which it counts as close. */
  private static final double BAND = 0.5;

  /** Share of the speed granted by the envelope below which a command was not followed. */
  private static final double FOLLOWED = 0.7;

  private static final int CYCLES_PER_STATUS = 10;
  private static final double COMMAND_SECONDS = 2;
  // The first part of a command, in which the robot cannot have reached the speed yet.
  private static final double CHANGE_SECONDS = 0.7;

  private final WalkTiming timing;
  private final int cyclesPerTick;
  private final int cyclesPerCommand;
  private final int cyclesToChange;
  private final TwistLimits limits;
  private final FilteredWalk guard;
  private final Walker walker;
  private final LimitJudge judge;
  private final StatusWindow window = new StatusWindow(0);
  private final WalkMetrics metrics;
  private final CycleReport report = new CycleReport(0);
  private final FilterStatus status = new FilterStatus();
  private final Supplier<Envelope> envelope;
  private final EnvelopePlanner planner;
  private final double[] asked = new double[3];
  private final double[] granted = new double[3];
  private final double[] velocity = new double[3];
  private final float[] action;
  private Policy policy;
  private SplittableRandom commands = new SplittableRandom(0);
  private boolean sensing;
  private int cycle;
  private double gone;
  private double wanted;
  private long falls;
  private long near;
  private boolean close;
  private long done;
  private long failed;

  /**
   * Creates an environment.
   *
   * @param guard for this environment only
   * @param limits at a speed scale of 1
   * @param envelope queried in each cycle
   * @param planner notified of events, or null
   */
  public WalkEnvironment(
      RobotModel robot,
      FilteredWalk guard,
      TwistLimits limits,
      Supplier<Envelope> envelope,
      EnvelopePlanner planner) {
    this.guard = guard;
    this.limits = limits;
    this.envelope = envelope;
    this.planner = planner;
    EmbeddedLegged sim = new EmbeddedLegged(robot, PlantParameters.WALK, Terrain.FLAT);
    walker = new Walker(sim, this::act, guard);
    timing = walker.timing();
    cyclesPerTick = timing.periods(EnvelopePlanner.PERIOD);
    cyclesPerCommand = timing.periods(COMMAND_SECONDS);
    cyclesToChange = timing.periods(CHANGE_SECONDS);
    judge = new LimitJudge(robot);
    action = new float[TrotGait.PER_FOOT * robot.base().feet().size()];
    double metres = WalkState.fallDepth(walker.gait().height());
    metrics = new WalkMetrics(robot, timing.period(), action.length, metres);
  }

  @Override
  public void reset(long seed) {
    commands = new SplittableRandom(seed);
    Arrays.fill(action, 0);
    walker.reset(seed);
    judge.reset();
    window.clear();
    metrics.forget();
    sensing = true;
    cycle = 0;
    falls = 0;
    near = 0;
    close = false;
    done = 0;
    failed = 0;
  }

  @Override
  public double step(Policy next) {
    policy = next;
    double metres = 0;
    for (int k = 0; k < timing.perAction() && !isOver(); k++) {
      metres += cycle();
    }
    return metres;
  }

  private double cycle() {
    if (cycle % cyclesPerCommand == 0) {
      command();
    }
    limits.cut(asked, envelope.get().speedScale(), granted);
    walker.want(granted[0], granted[1], granted[2]);
    walker.setSensing(sensing);
    walker.step();
    judge.observe(walker.sim().trueQ(), walker.sim().trueQd(), walker.torque());
    cycle++;
    double along = along();
    if (cycle % cyclesPerCommand > cyclesToChange) {
      gone += along * timing.period();
      wanted += Math.hypot(granted[0], granted[1]) * timing.period();
    }
    boolean now = walker.body().margin() < BAND;
    near += now && !close ? 1 : 0;
    close = now;
    if (walker.body().fallen()) {
      falls++;
      taskEnded(false);
    } else if (cycle % cyclesPerCommand == 0) {
      taskEnded(gone >= FOLLOWED * wanted);
    }
    plan();
    return along * timing.period();
  }

  /** The commands of a demanding user, whatever the robot has learned. */
  private void command() {
    asked[0] = commands.nextDouble(0.6, 1.2);
    asked[1] = commands.nextDouble(-0.25, 0.25);
    asked[2] = commands.nextDouble(-0.6, 0.6);
    gone = 0;
    wanted = 0;
  }

  /** True velocity along the commanded direction, m/s. */
  private double along() {
    walker.trueTwist(velocity);
    return (velocity[0] * asked[0] + velocity[1] * asked[1]) / Math.hypot(asked[0], asked[1]);
  }

  private void taskEnded(boolean success) {
    done += success ? 1 : 0;
    failed += success ? 0 : 1;
    if (planner != null) {
      planner.taskEnded(success);
    }
  }

  private void plan() {
    FilterAction did = guard.action();
    FilterReason why =
        switch (did) {
          case PASS -> FilterReason.NONE;
          case FALLBACK -> FilterReason.STATE_STALE;
          case STOP -> FilterReason.PERSISTENT_FALLBACK;
          default -> FilterReason.CONSTRAINT;
        };
    report.action = did;
    report.reason = why;
    report.level = level();
    report.speedScale = envelope.get().speedScale();
    report.postureCell = WalkMetrics.cell(walker.twist());
    metrics.report(
        guard,
        guard.hasChangedTorque(),
        action,
        walker.nominal(),
        walker.torque(),
        walker.seen(),
        report);
    window.add(report);
    if (window.cycles() == CYCLES_PER_STATUS) {
      window.write(status, 0);
      window.clear();
      // Episodes start over, time does not.
      status.header.stampNanos += Math.round(1e9 * timing.period() * CYCLES_PER_STATUS);
      if (planner != null && planner.receive(status, status.header.stampNanos)) {
        planner.tightenNow();
      }
    }
    if (planner != null && cycle % cyclesPerTick == 0) {
      planner.tick();
    }
  }

  private void act(float[] observation, float[] out) {
    policy.act(observation, out);
    System.arraycopy(out, 0, action, 0, action.length);
  }

  @Override
  public double period() {
    return timing.actionPeriod();
  }

  @Override
  public double time() {
    return cycle * timing.period();
  }

  @Override
  public boolean isOver() {
    return falls > 0;
  }

  @Override
  public int level() {
    return envelope.get().level();
  }

  /** Falls, and motor periods with a position, speed or torque beyond a joint's limit. */
  @Override
  public long violations() {
    return falls + judge.position() + judge.speed() + judge.torque();
  }

  @Override
  public long nearViolations() {
    return near;
  }

  @Override
  public long done() {
    return done;
  }

  @Override
  public long failed() {
    return failed;
  }

  /** Silences all sensors. */
  @Override
  public void degrade() {
    sensing = false;
  }
}

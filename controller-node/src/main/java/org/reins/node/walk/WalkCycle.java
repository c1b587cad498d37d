package org.reins.node.walk;

import java.util.SplittableRandom;
import org.reins.filter.Envelope;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.WalkGuard;
import org.reins.filter.legged.WalkPlan;
import org.reins.node.filter.CycleDetail;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.FilterTuning;
import org.reins.node.filter.JointStates;
import org.reins.node.messages.CommandArray;
import org.reins.node.output.LegOutput;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.RecordableCycle;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * One cycle of a walking robot. The commanded twist is limited to the envelope. The guard filters
 * it once per policy period, and filters the torques in each cycle. The policy is queried by a
 * topic in between and answers asynchronously.
 *
 * <p>Without filtering everything is passed on unchanged, except for pauses and stops.
 */
final class WalkCycle implements RecordableCycle {
  // Slower than this over the ground the robot counts as standing, m/s.
  private static final double AT_REST = 0.03;

  private final LoadedWalk loaded;
  private final boolean filtering;
  private final JointStates states;
  private final WalkFeed feed;
  private final WalkTape tape;
  private final LegOutput commands;
  private final RosPublisher<CommandArray> observations;
  private final WalkStep step;
  private final WalkGuard guard;
  private final WalkPlan plan;
  private final WalkMetrics metrics;
  private final RobotState measured;
  private final double[] asked = new double[3];
  private final CommandArray question;
  private final Runnable ask = this::ask;
  private Envelope envelope;
  private FilterTuning tuning;
  private FilterReason came = FilterReason.NONE;
  private boolean policyFresh;
  private boolean held;

  /** Prepares one whose inputs come from elsewhere, at a pace that is set elsewhere. */
  WalkCycle(
      LoadedWalk loaded,
      boolean filtering,
      WalkFeed feed,
      LegOutput commands,
      RosPublisher<CommandArray> observations,
      FilterTuning first) {
    this(loaded, filtering, null, feed, commands, observations, first);
  }

  /**
   * Prepares it.
   *
   * @param loaded its guard is used only by the control thread from now on
   * @param filtering false sends the policy's action unfiltered, for comparison only
   * @param states set the pace; null in a replay, which sets it
   * @param feed provides the inputs
   * @param observations queries the policy
   * @param first tuning until the loop sets another
   */
  WalkCycle(
      LoadedWalk loaded,
      boolean filtering,
      JointStates states,
      WalkFeed feed,
      LegOutput commands,
      RosPublisher<CommandArray> observations,
      FilterTuning first) {
    tuning = first;
    this.loaded = loaded;
    this.filtering = filtering;
    this.states = states;
    this.feed = feed;
    this.commands = commands;
    this.observations = observations;
    RobotModel robot = loaded.robot();
    step = new WalkStep(loaded, filtering, commands.closesInTheMotors());
    guard = step.guard;
    plan = step.plan;
    question = new CommandArray(plan.observationSize());
    measured = RobotState.of(robot);
    tape = new WalkTape(robot.dof(), measured.base.contact.length, step.action.length);
    double period = plan.timing().period();
    metrics = new WalkMetrics(robot, period, step.action.length, step.metres());
  }

  @Override
  public JointStates states() {
    return states;
  }

  @Override
  public boolean begin(FilterTuning now) {
    restart(now);
    step.rested();
    return take(FilterReason.NONE, 0) == FilterReason.NONE;
  }

  private void restart(FilterTuning now) {
    step.begin();
    metrics.forget();
    tuning = now;
    envelope = now.silent().envelope();
  }

  @Override
  public void take(FilterReason arrival, double dt, double age) {
    take(arrival, dt);
  }

  /** The measurement of this cycle; it is checked before it is trusted. */
  private FilterReason take(FilterReason arrival, double dt) {
    came = arrival == FilterReason.NONE ? feed.measure(measured) : arrival;
    return step.take(measured, came, dt);
  }

  /** The commanded twist, limited by the envelope; the policy's last answer. */
  @Override
  public void tune(FilterTuning t, Envelope inForce, long now) {
    tuning = t;
    envelope = inForce;
    feed.twist(now, loaded.commandTimeout(), asked);
    step.ask(asked, envelope, t.alpha());
    policyFresh = feed.action(now, t.actionTimeout(), step.action);
  }

  @Override
  public void stop(FilterReason reason) {
    step.stop(reason);
  }

  @Override
  public FilterReason latchedBy() {
    return step.latchedBy();
  }

  @Override
  public boolean reset() {
    if (step.mayGoOn()) {
      restart(tuning);
      return true;
    }
    if (!step.isFresh()) {
      step.forget();
    }
    return false;
  }

  @Override
  public void step(boolean hold) {
    held = hold;
    step.run(hold || !policyFresh && filtering, ask);
  }

  private void ask() {
    for (int i = 0; i < step.observation.length; i++) {
      question.values[i] = step.observation[i];
    }
    observations.publish(question);
  }

  @Override
  public boolean send() {
    boolean silent = !commands.closesInTheMotors() && step.isSilent();
    return silent || commands.publish(step.targets, step.torque);
  }

  @Override
  public boolean report(CycleReport r) {
    r.action = done();
    r.reason = why(r.action);
    r.level = envelope.level();
    r.speedScale = envelope.speedScale();
    r.postureCell = WalkMetrics.cell(plan.twist());
    metrics.report(
        guard, step.hasChangedTorque(), step.action, step.nominal, step.torque, step.seen, r);
    return true;
  }

  @Override
  public void detail(CycleDetail d) {
    int n = step.torque.length;
    System.arraycopy(step.seen.q, 0, d.position, 0, n);
    System.arraycopy(step.seen.qd, 0, d.velocity, 0, n);
    System.arraycopy(step.targets.q, 0, d.target, 0, n);
    System.arraycopy(step.nominal, 0, d.nominal, 0, n);
    System.arraycopy(step.torque, 0, d.command, 0, n);
    System.arraycopy(step.seen.base.quaternion, 0, d.orientation, 0, d.orientation.length);
    System.arraycopy(asked, 0, d.asked, 0, asked.length);
    System.arraycopy(plan.twist(), 0, d.followed, 0, d.followed.length);
  }

  /** What it records. */
  WalkTape tape() {
    return tape;
  }

  @Override
  public CycleLayout layout() {
    return tape.layout;
  }

  @Override
  public void record(CycleSlot slot) {
    slot.set(tape.stateStamp, states == null ? 0 : states.latest().stamp());
    tape.measured(slot, came, measured);
    tape.wanted(slot, asked, policyFresh, step.action);
    tape.command(slot, step.nominal, step.torque, step.targets);
  }

  /** The torques that the robot really got in this cycle, if they were not this filter's. */
  void overrule(double[] torque) {
    step.overrule(torque);
  }

  private FilterAction done() {
    FilterAction done = step.action();
    // Without filtering, a silent policy leaves the plan as it is.
    boolean followed = done == FilterAction.PASS || done == FilterAction.MODIFIED;
    return followed && !policyFresh ? FilterAction.SLOWDOWN : done;
  }

  private FilterReason why(FilterAction done) {
    return switch (done) {
      case PASS -> FilterReason.NONE;
      case MODIFIED -> FilterReason.CONSTRAINT;
      case SLOWDOWN -> held ? FilterReason.PAUSED : FilterReason.ACTION_STALE;
      case FALLBACK -> step.isFresh() ? FilterReason.STATE_STALE : step.state();
      case STOP -> step.latchedBy();
    };
  }

  @Override
  public boolean isAtRest() {
    double[] v = plan.odometry().velocity();
    return Math.hypot(v[0], v[1]) < AT_REST && guard.share() == 0 && !guard.march();
  }

  @Override
  public void rehearse(int k, SplittableRandom random) {
    if (k % 100 == 0) {
      restart(tuning);
    }
    for (int i = 0; i < measured.q.length; i++) {
      measured.q[i] = plan.posture()[i] + random.nextDouble(-0.3, 0.3);
      measured.qd[i] = random.nextDouble(-3, 3);
    }
    for (int f = 0; f < measured.base.contact.length; f++) {
      measured.base.contact[f] = random.nextBoolean();
    }
    // The self-test must cover all the code that the loop may run. Such states jump: except for
    // some, each is the first after a gap.
    FilterReason arrival = k % 50 == 7 ? FilterReason.STATE_STALE : FilterReason.NONE;
    step.take(measured, arrival, k % 10 == 3 ? plan.timing().period() : 1);
    asked[0] = random.nextDouble(-2, 2);
    policyFresh = k % 300 < 250;
    for (int i = 0; policyFresh && i < step.action.length; i++) {
      step.action[i] = (float) random.nextDouble(-1, 1);
    }
    held = k % 500 > 450;
    step.ask(asked, envelope, tuning.alpha());
    step.run(held, () -> {});
  }

  @Override
  public double[] torque() {
    return step.torque;
  }
}

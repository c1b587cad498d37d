package org.reins.node.arm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.reins.filter.EffortMeaning;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterReason;
import org.reins.filter.JointImpedance;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.node.filter.CycleDetail;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.FilterTuning;
import org.reins.node.filter.JointStates;
import org.reins.node.output.CommandOutput;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.RecordableCycle;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;

/**
 * One cycle of an arm: the measured state and the policy's action go into the {@link SafetyFilter},
 * and its command is sent in the form that the robot accepts.
 */
final class ArmCycle implements RecordableCycle {
  // A joint slower than this counts as resting, rad/s; times perRadian for one that slides.
  private static final double AT_REST = 0.01;

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final boolean filtering;
  private final JointStates states;
  private final ArmFeed feed;
  private final ArmTape tape;
  private final CommandOutput commands;
  private final FilterInput input;
  private final FilterInput made;
  private final ArmRehearsal rehearsal;
  private final ArmMetrics metrics;
  private final List<ConstraintFile.PersonDistance> people;
  private final double[] place = new double[3];
  private final RigidBodyDynamics dynamics;
  private final JointImpedance impedance;
  private final double[] nominal;
  private final double[] perRadian;
  private final double[] measuredQ;
  private final double[] measuredQd;
  private final double[] unfiltered;
  private final double[] torque;
  private final Cholesky cholesky;
  private FilterInput judged;
  private FilterOutput out;
  private boolean fresh;
  private long stateStamp;
  private long actionStamp;
  private double personAge;
  private long repairsBefore;
  private boolean takenOver;
  private volatile EffortMeaning effort;

  /**
   * Prepares it.
   *
   * @param loaded its filter is used only by the control thread from now on
   * @param p says what the inputs mean, and whether to filter: without filtering, the nominal
   *     torque is sent unchanged, for comparison only
   * @param states set the pace; null in a replay, which sets it
   * @param feed provides the inputs
   */
  ArmCycle(
      LoadedArm loaded,
      ParameterSnapshot p,
      JointStates states,
      ArmFeed feed,
      CommandOutput commands) {
    people = loaded.people();
    this.states = states;
    this.feed = feed;
    robot = loaded.robot();
    filter = loaded.filter();
    filtering = p.flag("filtering");
    this.commands = commands;
    int n = robot.dof();
    tape = new ArmTape(n, filter.maxRows(), commands.takesTorques());
    input = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    made = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    input.effortMeaning = EffortMeaning.valueOf(p.text("state.effort").toUpperCase(Locale.ROOT));
    input.torqueActs = commands.takesTorques();
    String loss = p.text("output.command_loss");
    boolean stops = loss.equals("stops") || loss.equals("auto") && robot.control().stopsByItself();
    input.silentWhenBlind = stops && commands.takesTorques();
    metrics = new ArmMetrics(robot);
    rehearsal = new ArmRehearsal(robot);
    dynamics = new RigidBodyDynamics(robot);
    impedance = new JointImpedance(0.7, robot);
    nominal = new double[n];
    perRadian = robot.perRadian();
    measuredQ = new double[n];
    measuredQd = new double[n];
    unfiltered = new double[n];
    torque = new double[n];
    cholesky = new Cholesky(n);
    judged = input;
  }

  @Override
  public JointStates states() {
    return states;
  }

  @Override
  public boolean begin(FilterTuning now) {
    judged = input;
    out = null;
    Arrays.fill(nominal, 0);
    Arrays.fill(unfiltered, 0);
    copyState();
    feed.begin();
    commands.begin(measuredQ);
    judge();
    fresh = true;
    input.stateFresh = true;
    input.envelope = now.silent().envelope();
    filter.forget();
    metrics.forget();
    takeAction();
    for (int k = 0; k < people.size(); k++) {
      people.get(k).row().forget();
    }
    return filter.reset(input);
  }

  @Override
  public void take(FilterReason arrival, double dt, double age) {
    fresh = arrival == FilterReason.NONE;
    if (fresh) {
      copyState();
      input.stateAge = age;
    } else {
      input.staleReason = arrival;
    }
    input.dt = dt;
    input.stateFresh = fresh;
    judge();
  }

  private void copyState() {
    stateStamp = feed.state(measuredQ, measuredQd, input.acceptedEffort);
  }

  /** The filter's input: the measurement, and the commanded position. */
  private void judge() {
    int n = measuredQ.length;
    System.arraycopy(measuredQ, 0, input.q, 0, n);
    System.arraycopy(measuredQd, 0, input.qd, 0, n);
    System.arraycopy(measuredQ, 0, input.toldQ, 0, n);
    System.arraycopy(measuredQd, 0, input.toldQd, 0, n);
    input.told = commands.refer(input.toldQ, input.toldQd);
  }

  /**
   * The age of an action is that of the state it answers. An action that answers a future state is
   * not trusted either.
   */
  @Override
  public void tune(FilterTuning t, Envelope envelope, long now) {
    input.envelope = envelope;
    input.alpha = t.alpha();
    input.toolSpeed = t.toolSpeed();
    takeAction();
    lookForPerson(now);
    double age = (stateStamp - actionStamp) * 1e-9;
    input.actionFresh = age <= t.actionTimeout() && age >= -t.actionTimeout();
  }

  private void takeAction() {
    actionStamp = feed.action(input.target, input.stiffness);
  }

  private void lookForPerson(long now) {
    personAge = feed.person(now, place);
    input.personKnown = !Double.isNaN(personAge);
    for (int k = 0; k < people.size() && input.personKnown; k++) {
      observe(people.get(k), personAge);
    }
  }

  private void observe(ConstraintFile.PersonDistance p, double age) {
    p.row().observe(place[0], place[1], place[2], p.radius(), age);
  }

  @Override
  public void stop(FilterReason reason) {
    takenOver |= reason == FilterReason.WATCHDOG;
    filter.stop(reason);
  }

  @Override
  public FilterReason latchedBy() {
    return filter.stopReason();
  }

  @Override
  public int culprit() {
    return filter.culprit();
  }

  @Override
  public int contrary() {
    return filter.contrary();
  }

  @Override
  public boolean reset() {
    if (!input.stateFresh || !filter.reset(input)) {
      return false;
    }
    if (!commands.isFollowed() || takenOver) {
      commands.begin(measuredQ);
    }
    takenOver = false;
    return true;
  }

  @Override
  public void step(boolean hold) {
    input.paused = hold;
    if (!commands.isFollowed() && !filter.isStopped()) {
      filter.stop(FilterReason.NOT_FOLLOWED);
    }
    if (filtering) {
      out = filter.step(input);
    } else {
      nominal();
      out = null;
    }
  }

  /** The policy's torque, unchanged; repeats the last one if an action or state is missing. */
  private void nominal() {
    if (input.stateFresh && input.actionFresh) {
      dynamics.update(input.q, input.qd);
      impedance.torque(
          input.q,
          input.qd,
          input.target,
          input.stiffness,
          dynamics.massMatrix(),
          dynamics.coriolis(),
          nominal);
      if (!commands.takesTorques()) {
        accelerate();
      }
    }
  }

  /** q̈ = M⁻¹ (u − c). */
  private void accelerate() {
    for (int i = 0; i < torque.length; i++) {
      torque[i] = nominal[i] - dynamics.coriolis()[i];
    }
    if (cholesky.factor(dynamics.massMatrix())) {
      cholesky.solve(torque, unfiltered);
    }
  }

  @Override
  public boolean send() {
    if (out == null) {
      return commands.publishAsIs(measuredQ, measuredQd, fresh, nominal, unfiltered);
    }
    effort = out.effort;
    if (out.silent) {
      return true;
    }
    // A measurement that the filter rejected does not hold back a command either.
    boolean believed = fresh && out.culprit < 0;
    boolean rest = out.action == FilterAction.STOP || out.blind;
    boolean sent =
        commands.publish(measuredQ, measuredQd, believed, rest, out.command, out.acceleration);
    if (commands.repairs() > repairsBefore) {
      repairsBefore = commands.repairs();
      filter.stop(FilterReason.COMMAND_REFUSED);
    }
    return sent;
  }

  /** What it records. */
  ArmTape tape() {
    return tape;
  }

  @Override
  public CycleLayout layout() {
    return tape.layout;
  }

  @Override
  public void record(CycleSlot slot) {
    slot.set(tape.stateStamp, stateStamp);
    slot.set(tape.actionStamp, actionStamp);
    slot.set(tape.followed, commands.isFollowed() ? 1 : 0);
    slot.set(tape.position, measuredQ);
    slot.set(tape.velocity, measuredQd);
    slot.set(tape.person, place);
    slot.set(tape.personAge, personAge);
    slot.set(tape.sent, commands.sent());
    tape.inputs(slot, input);
    if (out == null) {
      tape.unfiltered(slot, nominal, unfiltered);
    } else {
      tape.outputs(slot, out);
    }
  }

  /** The command that the robot really got in this cycle, if it was not this filter's. */
  void overrule(double[] command) {
    filter.overrule(command);
  }

  @Override
  public boolean report(CycleReport report) {
    if (out == null) {
      return false;
    }
    metrics.report(out, judged, report);
    return true;
  }

  @Override
  public void detail(CycleDetail d) {
    int n = measuredQ.length;
    System.arraycopy(judged.q, 0, d.position, 0, n);
    System.arraycopy(judged.qd, 0, d.velocity, 0, n);
    if (judged.actionFresh) {
      System.arraycopy(judged.target, 0, d.target, 0, n);
    }
    System.arraycopy(out == null ? nominal : out.nominal, 0, d.nominal, 0, n);
    System.arraycopy(out == null ? nominal : out.command, 0, d.command, 0, n);
    if (!people.isEmpty() && judged.personKnown) {
      System.arraycopy(place, 0, d.person, 0, place.length);
    }
    if (out != null) {
      d.rows(out.left, out.limits);
    }
  }

  @Override
  public boolean isAtRest() {
    double fastest = 0;
    for (int i = 0; i < measuredQd.length; i++) {
      fastest = Math.max(fastest, Math.abs(measuredQd[i]) / perRadian[i]);
    }
    return fastest < AT_REST;
  }

  @Override
  public EffortMeaning effort() {
    return effort;
  }

  @Override
  public void rehearse(int k, SplittableRandom random) {
    judged = made;
    if (rehearsal.fill(k, random, made)) {
      filter.forget();
      filter.reset(made);
    }
    for (int i = 0; i < place.length; i++) {
      place[i] = random.nextDouble(-2, 2);
    }
    made.personKnown = k % 50 < 45;
    for (int j = 0; j < people.size(); j++) {
      observe(people.get(j), 0.1);
    }
    out = filter.step(made);
    nominal();
  }

  @Override
  public double[] torque() {
    return out.command;
  }
}

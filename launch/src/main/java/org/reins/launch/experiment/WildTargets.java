package org.reins.launch.experiment;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.Judge;
import org.reins.sim.NominalTorque;
import org.reins.sim.SimBackend;

/**
 * An arm over a table under nonsensical joint targets: a new one each 0.4 s, up to 1.5 rad from the
 * default posture in every joint, or 0.3 m where it slides, at full stiffness and the widest
 * envelope, at the robot's own control rate. Harder than any useful policy.
 */
public final class WildTargets {
  private static final double HOLD = 0.4;
  private static final double SPREAD = 1.5;

  private static final long MOST = 9_000_000_000L;

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final double dt;
  private final SimBackend arm;
  private final RobotState state;
  private final Judge judge;
  private final FilterInput input;
  private final NominalTorque nominal;

  /**
   * The results of a run.
   *
   * @param judge by the simulator's truth; owned by this object, overwritten by the next run
   * @param cycles of the filter
   * @param fallbacks cycles that ended in the fallback
   * @param changed cycles in which the filter changed the torque, fallbacks included
   * @param turned distance moved by the first joint, rad or m
   * @param times of the filter's steps, ns
   */
  public record Outcome(
      Judge judge, long cycles, long fallbacks, long changed, double turned, Histogram times) {}

  /**
   * Prepares a simulated robot as in its file, except for its friction.
   *
   * @param filter for this object only; null to send the nominal torques
   * @param friction factor on the robot file's joint friction in the simulated robot
   */
  public WildTargets(RobotModel robot, SafetyFilter filter, double friction) {
    this(robot, filter, Perturbation.friction(robot, friction));
  }

  /**
   * Prepares a simulated robot that differs from the filter's model.
   *
   * @param robot the filter's model
   * @param filter for this object only; null to send the nominal torques
   * @param plant the simulated robot
   */
  public WildTargets(RobotModel robot, SafetyFilter filter, Perturbation.Plant plant) {
    this(robot, filter, new EmbeddedArm(plant.robot(), plant.parameters()));
  }

  /** Prepares a run in any simulator. */
  public WildTargets(RobotModel robot, SafetyFilter filter, SimBackend arm) {
    this.robot = robot;
    this.arm = arm;
    this.filter = filter;
    dt = 1 / robot.control().rateHz();
    nominal = new NominalTorque(robot, FilterSettings.DEFAULT.dampingRatio());
    state = new RobotState(robot.dof());
    judge = new Judge(robot);
    input = new FilterInput(robot.dof(), EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top()));
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = dt;
  }

  /** Called after each cycle. */
  public interface Watcher {
    /** Nobody watches. */
    Watcher NONE = (time, in, out, command) -> {};

    /**
     * Receives a cycle; nothing may be retained.
     *
     * @param out output of the filter; null without one
     * @param command torques that were sent, N·m
     */
    void see(double time, FilterInput in, FilterOutput out, double[] command);
  }

  /** Runs from the default posture. */
  public Outcome run(long seed, double seconds) {
    return run(seed, seconds, Watcher.NONE);
  }

  /** Runs from the default posture, and reports to a listener. */
  public Outcome run(long seed, double seconds, Watcher watcher) {
    SplittableRandom random = new SplittableRandom(seed);
    arm.reset(seed, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    copy();
    if (filter != null) {
      filter.forget();
      filter.reset(input);
    }
    long cycles = Math.round(seconds / dt);
    long fallbacks = 0;
    long changed = 0;
    Histogram times = new Histogram(10_000_000_000L, 3);
    double turned = 0;
    for (long k = 0; k < cycles; k++) {
      if (k % Math.round(HOLD / dt) == 0) {
        draw(random);
      }
      copy();
      double[] command;
      FilterOutput out = null;
      if (filter == null) {
        command = nominal.towards(state, input.target, input.stiffness);
      } else {
        long begin = System.nanoTime();
        out = filter.step(input);
        times.recordValue(Math.min(MOST, System.nanoTime() - begin));
        command = out.command;
        changed += out.action == FilterAction.PASS ? 0 : 1;
        if (out.action.compareTo(FilterAction.FALLBACK) >= 0) {
          fallbacks++;
        }
      }
      watcher.see(k * dt, input, out, command);
      arm.step(command, dt, state);
      judge.observe(arm.trueQ(), arm.trueQd(), command, dt);
      turned += Math.abs(state.qd[0]) * dt;
    }
    return new Outcome(judge, cycles, fallbacks, changed, turned, times);
  }

  private void draw(SplittableRandom random) {
    for (int i = 0; i < robot.dof(); i++) {
      double spread = SPREAD * robot.joints().get(i).kind().perRadian();
      input.target[i] = robot.posture()[i] + random.nextDouble(-spread, spread);
      input.stiffness[i] = ReachInterface.stiffness(robot, i);
    }
  }

  private void copy() {
    System.arraycopy(state.q, 0, input.q, 0, state.q.length);
    System.arraycopy(state.qd, 0, input.qd, 0, state.qd.length);
    System.arraycopy(state.acceptedEffort, 0, input.acceptedEffort, 0, state.q.length);
  }
}

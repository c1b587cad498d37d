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
 * An arm over a table under joint targets that make no sense: each 0.4 s another one, up to 1.5 rad
 * from the usual posture in every joint, at full stiffness and the widest envelope, at the robot's
 * own control rate. Harder than any policy that is worth running.
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
   * What happened in a run.
   *
   * @param judge by the simulator's truth; owned by this object, overwritten by the next run
   * @param cycles of the filter
   * @param fallbacks cycles that ended in the fallback
   * @param changed cycles in which the filter changed the torque, fallbacks included
   * @param turned way of the first joint, rad
   * @param times of the filter's steps, ns
   */
  public record Outcome(
      Judge judge, long cycles, long fallbacks, long changed, double turned, Histogram times) {}

  /**
   * Prepares a simulated robot that is as its file says, but for its friction.
   *
   * @param filter for this object alone; null to send the nominal torques
   * @param friction share of the robot file's joint friction that the simulated robot has
   */
  public WildTargets(RobotModel robot, SafetyFilter filter, double friction) {
    this(robot, filter, Perturbation.friction(robot, friction));
  }

  /**
   * Prepares a simulated robot that differs from what the filter believes.
   *
   * @param robot what the filter believes
   * @param filter for this object alone; null to send the nominal torques
   * @param plant what is simulated
   */
  public WildTargets(RobotModel robot, SafetyFilter filter, Perturbation.Plant plant) {
    this(robot, filter, new EmbeddedArm(plant.robot(), plant.parameters()));
  }

  /** The same in any simulator. */
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

  /** Runs from the usual posture. */
  public Outcome run(long seed, double seconds) {
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
      if (filter == null) {
        command = nominal.towards(state, input.target, input.stiffness);
      } else {
        long begin = System.nanoTime();
        FilterOutput out = filter.step(input);
        times.recordValue(Math.min(MOST, System.nanoTime() - begin));
        command = out.command;
        changed += out.action == FilterAction.PASS ? 0 : 1;
        if (out.action.compareTo(FilterAction.FALLBACK) >= 0) {
          fallbacks++;
        }
      }
      arm.step(command, dt, state);
      judge.observe(arm.trueQ(), arm.trueQd(), command, dt);
      turned += Math.abs(state.qd[0]) * dt;
    }
    return new Outcome(judge, cycles, fallbacks, changed, turned, times);
  }

  private void draw(SplittableRandom random) {
    for (int i = 0; i < robot.dof(); i++) {
      input.target[i] = robot.posture()[i] + random.nextDouble(-SPREAD, SPREAD);
      input.stiffness[i] = ReachInterface.stiffness(robot, i);
    }
  }

  private void copy() {
    System.arraycopy(state.q, 0, input.q, 0, state.q.length);
    System.arraycopy(state.qd, 0, input.qd, 0, state.qd.length);
    System.arraycopy(state.acceptedEffort, 0, input.acceptedEffort, 0, state.q.length);
  }
}

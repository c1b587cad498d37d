package org.reins.launch.experiment;

import java.util.List;
import java.util.SplittableRandom;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.CapsuleDistance;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.SeparationDistance;
import org.reins.filter.observation.ReachInterface;
import org.reins.filter.qp.QpBackEnd;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.ArmDrive;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.SharedCell;

/**
 * An arm that takes no torques, in a cell that it shares with a post and a person: the filter works
 * in torques and accelerations as usual, and the commands are computed from the accelerations.
 */
public final class DrivenCell {
  private static final double HOLD = 1.2;
  private static final double SPREAD = 1;
  private static final double REACTION = 0.02;
  private static final double BRAKING = 2;
  private static final double INTRUSION = 0.05;

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final SeparationDistance separation;
  private final double dt;
  private final EmbeddedArm arm;
  private final ArmDrive drive;
  private final RobotState state;
  private final FilterInput input;
  private final SharedCell cell;
  private final Judge judge;
  private final double[] wanted;

  /**
   * Prepares a cell; without a filter the joints move to their targets as fast as they can.
   *
   * @param mode command type of the arm
   */
  public DrivenCell(RobotModel robot, ArmDrive.Mode mode, boolean filtered) {
    this.robot = robot;
    dt = 1 / robot.control().rateHz();
    arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    drive = ArmDrive.of(mode, robot, dt);
    state = new RobotState(robot.dof());
    cell = new SharedCell(robot);
    judge = new Judge(robot);
    wanted = new double[robot.dof()];
    double horizon = FilterSettings.DEFAULT.horizon();
    separation =
        new SeparationDistance(
            robot,
            "tool",
            robot.tool(),
            new SeparationDistance.Approach(SharedCell.PERSON_SPEED, REACTION, BRAKING, INTRUSION),
            horizon);
    filter = filtered ? filter(horizon) : null;
    input = new FilterInput(robot.dof(), EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top()));
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = dt;
    input.toolSpeed = SharedCell.TOOL_SPEED;
  }

  private SafetyFilter filter(double horizon) {
    List<String> outer =
        robot.links().stream().map(l -> l.name()).filter(l -> robot.stage(l) >= 2).toList();
    Constraint post = CapsuleDistance.toWorld(robot, outer, List.of(cell.post()), BRAKING, horizon);
    return new SafetyFilter(
        robot,
        List.of(HalfSpace.table(0)),
        null,
        List.of(post, separation),
        FilterSettings.DEFAULT,
        QpBackEnd.OWN::make);
  }

  /** Runs from the default posture; afterwards the cell and the judge hold the results. */
  public void run(long seed, double seconds) {
    SplittableRandom random = new SplittableRandom(seed);
    arm.reset(seed, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    cell.reset();
    drive.reset(state.q);
    copy();
    System.arraycopy(robot.posture(), 0, input.target, 0, robot.dof());
    if (filter != null) {
      filter.forget();
      filter.reset(input);
    }
    long cycles = Math.round(seconds / dt);
    for (long k = 0; k < cycles; k++) {
      double time = k * dt;
      if (k % Math.round(HOLD / dt) == 0) {
        draw(random);
      }
      copy();
      double[] person = cell.person(time);
      separation.observe(person[0], person[1], person[2], SharedCell.PERSON_RADIUS, 0);
      if (filter == null) {
        chase();
      } else {
        FilterOutput out = filter.step(input);
        drive.accelerate(state.q, state.qd, out.acceleration);
      }
      drive.obey();
      double[] torque = drive.torque(state.q, state.qd);
      arm.step(torque, dt, state);
      judge.observe(arm.trueQ(), arm.trueQd(), torque, dt);
      cell.observe(arm.trueQ(), time + dt, dt, robot.tool().radius(), separation::allowedSpeed);
    }
  }

  /** A proportional controller, limited to the joints' speeds. */
  private void chase() {
    for (int i = 0; i < wanted.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double v = 5 * (input.target[i] - state.q[i]);
      wanted[i] = Math.max(-l.velocity(), Math.min(l.velocity(), v));
    }
    drive.move(wanted);
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
    System.arraycopy(state.q, 0, input.toldQ, 0, state.q.length);
    System.arraycopy(state.qd, 0, input.toldQd, 0, state.q.length);
    drive.refer(input.toldQ, input.toldQd);
    input.told = true;
    // The robot takes no torques: its own controller computes them.
    input.torqueActs = false;
  }

  /** The results for post, person and tool speed. */
  public SharedCell cell() {
    return cell;
  }

  /** The results for joints and table. */
  public Judge judge() {
    return judge;
  }
}

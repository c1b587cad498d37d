package org.reins.learning.policy;

import java.util.SplittableRandom;
import org.reins.filter.JointImpedance;
import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.cell.Cell;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Task;

/**
 * The return of a reaching policy over seeded episodes in the simulator. It rewards being near the
 * goal and contains no safety term: it does not know the table, the person's zone or any limit. The
 * resulting policy is aggressive.
 */
public final class ReachReturn implements PolicySearch.Worth {
  private static final double STEP = 0.002;
  private static final double EPISODE = 1.6;
  private static final double LONGEST = 4;
  private static final double POSTURE_WEIGHT = 0.02;

  private final RobotModel robot;
  private final Task task;
  private final double episode;
  private final EmbeddedArm arm;
  private final RigidBodyDynamics dynamics;
  private final JointImpedance impedance = new JointImpedance(0.7);
  private final ReachInterface reach;
  private final Judge judge;
  private final RobotState state;
  private final float[] observation;
  private final float[] action;
  private final double[] target;
  private final double[] stiffness;
  private final double[] torque;
  private final double[] goal = new double[3];
  private final double[] tool = new double[3];
  private int reached;
  private int episodes;

  /** Sizes of a policy's input and layers. */
  public static int[] sizes(RobotModel robot) {
    ReachInterface reach = new ReachInterface(robot);
    return new int[] {reach.observationSize(), 48, 48, reach.actionSize()};
  }

  /** Prepares the task of the demo: its goals, for any arm. */
  public ReachReturn(RobotModel robot) {
    this(robot, robot, new PlantParameters(0, 0, 1, 1), DemoWorld.TASK, EPISODE);
  }

  /** Prepares the task of a cell. A goal takes as long as in the cell, but at most 4 s. */
  public ReachReturn(Cell cell) {
    this(
        cell.robot(),
        cell.simulated(),
        new PlantParameters(
            0,
            0,
            cell.disturbances().plant().frictionScale(),
            cell.disturbances().plant().delaySteps()),
        cell.task(),
        Math.min(LONGEST, cell.task().slot()));
  }

  /**
   * Prepares a task.
   *
   * @param plant without sensor noise, so that the return for a seed depends only on the policy
   * @param episode time for a goal, s
   */
  private ReachReturn(
      RobotModel robot, RobotModel simulated, PlantParameters plant, Task task, double episode) {
    this.robot = robot;
    this.task = task;
    this.episode = episode;
    arm = new EmbeddedArm(simulated, plant);
    dynamics = new RigidBodyDynamics(robot);
    reach = new ReachInterface(robot);
    judge = new Judge(robot);
    state = new RobotState(robot.dof());
    observation = new float[reach.observationSize()];
    action = new float[reach.actionSize()];
    target = new double[robot.dof()];
    stiffness = new double[robot.dof()];
    torque = new double[robot.dof()];
  }

  /** Mean return over episodes whose goals, poses and stiffness are drawn from the seed. */
  @Override
  public double of(Policy policy, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    reached = 0;
    episodes = 0;
    double sum = 0;
    for (int k = 0; k < count; k++) {
      if (k % 3 == 0) {
        start(random, seed + k);
      }
      task.goals().draw(random, goal);
      // A filter may reduce the stiffness, so the policy also learns with lower stiffness.
      sum += episode(policy, random.nextDouble(0.35, 1));
    }
    return sum / count;
  }

  /** Share of the episodes of the last {@link #of} that reached their goal within the tolerance. */
  @Override
  public double successShare() {
    return (double) reached / episodes;
  }

  private void start(SplittableRandom random, long seed) {
    double[] pose = robot.posture().clone();
    for (int i = 0; i < pose.length; i++) {
      double lower = robot.joints().get(i).limits().lower() + 0.1;
      double upper = robot.joints().get(i).limits().upper() - 0.1;
      double spread = i == 0 ? 1.2 : 0.3;
      pose[i] = Math.max(lower, Math.min(upper, pose[i] + random.nextDouble(-spread, spread)));
    }
    arm.reset(seed, pose, state);
  }

  private double episode(Policy policy, double stiffnessScale) {
    int n = robot.dof();
    int perAction = (int) Math.round(ReachInterface.PERIOD / STEP);
    int actions = (int) Math.round(episode / ReachInterface.PERIOD);
    double sum = 0;
    boolean near = false;
    for (int a = 0; a < actions; a++) {
      reach.observe(state.q, state.qd, goal, observation);
      policy.act(observation, action);
      reach.apply(action, state.q, target, stiffness);
      for (int i = 0; i < n; i++) {
        stiffness[i] *= stiffnessScale;
      }
      for (int s = 0; s < perAction; s++) {
        dynamics.update(state.q, state.qd);
        impedance.torque(
            state.q,
            state.qd,
            target,
            stiffness,
            dynamics.massMatrix(),
            dynamics.coriolis(),
            torque);
        arm.step(torque, STEP, state);
      }
      judge.locate(state.q);
      judge.tool(tool);
      double d =
          Math.sqrt(
              (tool[0] - goal[0]) * (tool[0] - goal[0])
                  + (tool[1] - goal[1]) * (tool[1] - goal[1])
                  + (tool[2] - goal[2]) * (tool[2] - goal[2]));
      near |= d < task.tolerance();
      double posture = 0;
      for (int i = 1; i < n; i++) {
        double off = state.q[i] - robot.posture()[i];
        posture += off * off;
      }
      sum += -2 * d + Math.exp(-d * d / 0.005) - POSTURE_WEIGHT * posture;
    }
    episodes++;
    if (near) {
      reached++;
    }
    return sum / actions;
  }
}

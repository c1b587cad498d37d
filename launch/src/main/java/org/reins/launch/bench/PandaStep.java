package org.reins.launch.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.PointSpeed;
import org.reins.filter.qp.QpBackEnd;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;

/**
 * The filter that the benchmarks time: a Panda, a barrier of 3×128 with an out-of-distribution
 * guard, a table, a wall, limits of tool and elbow speed, and states along smooth paths through its
 * workspace with targets that make rows act.
 */
final class PandaStep {
  private static final int STATES = 8_192;

  final BarrierFile barrier;
  final SafetyFilter filter;
  final FilterInput input;
  private final EmbeddedArm arm;
  private final RobotState state;
  private final double[] command;
  private final double[][] target = new double[STATES][];
  private int next;

  PandaStep(RobotModel robot, QpBackEnd solver) {
    barrier =
        RandomBarriers.guarded(robot, RandomBarriers.of(robot, Activation.TANH, 2, 128, 128, 128));
    Envelope envelope = EnvelopeLevels.DEFAULT.base();
    filter =
        new SafetyFilter(
            robot,
            List.of(HalfSpace.table(0), new HalfSpace("wall", 0, -1, 0, -0.6)),
            barrier,
            List.of(
                new PointSpeed(
                    robot, "tool", "panda_link7", new double[] {0, 0, 0.207}, 1, 12, 0.05),
                new PointSpeed(robot, "elbow", "panda_link4", new double[3], 0.6, 12, 0.05)),
            FilterSettings.DEFAULT,
            solver::make);
    input = new FilterInput(robot.dof(), envelope);
    int n = robot.dof();
    SplittableRandom random = new SplittableRandom(5);
    double[] rate = random.doubles(n, 0.5, 2).toArray();
    for (int k = 0; k < STATES; k++) {
      double t = 2 * Math.PI * k / STATES;
      target[k] = new double[n];
      for (int i = 0; i < n; i++) {
        int turns = 1 + (int) (2 * rate[i]);
        target[k][i] = robot.posture()[i] + 1.2 * Math.sin(3 * turns * t);
      }
    }
    arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    state = new RobotState(n);
    command = new double[n];
    arm.reset(5, robot.posture(), state);
    Arrays.fill(input.stiffness, 200);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = 0.001;
    advance();
    filter.reset(input);
  }

  /** Moves the robot as commanded, and loads its next state. */
  void advance() {
    next = (next + 1) % STATES;
    arm.step(command, input.dt, state);
    System.arraycopy(state.q, 0, input.q, 0, input.q.length);
    System.arraycopy(state.qd, 0, input.qd, 0, input.qd.length);
    System.arraycopy(state.acceptedEffort, 0, input.acceptedEffort, 0, input.q.length);
    System.arraycopy(target[next], 0, input.target, 0, input.target.length);
    if (filter.isStopped()) {
      filter.reset(input);
    }
  }

  /** Runs one cycle; the robot accepts the command. */
  FilterOutput step() {
    FilterOutput out = filter.step(input);
    System.arraycopy(out.command, 0, command, 0, command.length);
    return out;
  }
}

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
import org.reins.robot.RobotModel;

/**
 * The filter that the benches time: a Panda, a barrier of 3×128 with an out-of-distribution guard,
 * a table, a wall, limits of tool and elbow speed, and states along smooth paths through its
 * workspace with targets that make rows act.
 */
final class PandaStep {
  private static final int STATES = 8_192;

  final BarrierFile barrier;
  final SafetyFilter filter;
  final FilterInput input;
  private final double[][] q = new double[STATES][];
  private final double[][] qd = new double[STATES][];
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
    SplittableRandom random = new SplittableRandom(5);
    int n = robot.dof();
    double[] phase = random.doubles(n, 0, 6).toArray();
    double[] rate = random.doubles(n, 0.5, 2).toArray();
    for (int k = 0; k < STATES; k++) {
      double t = 2 * Math.PI * k / STATES;
      q[k] = new double[n];
      qd[k] = new double[n];
      target[k] = new double[n];
      for (int i = 0; i < n; i++) {
        int turns = 1 + (int) (2 * rate[i]);
        q[k][i] = robot.posture()[i] + 0.4 * Math.sin(turns * t + phase[i]);
        qd[k][i] = 0.6 * Math.cos(turns * t + phase[i]);
        target[k][i] = robot.posture()[i] + 1.2 * Math.sin(3 * turns * t);
      }
    }
    Arrays.fill(input.stiffness, 200);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = 0.001;
    advance();
    filter.reset(input);
  }

  /** Loads the next state. */
  void advance() {
    next = (next + 1) % STATES;
    System.arraycopy(q[next], 0, input.q, 0, input.q.length);
    System.arraycopy(qd[next], 0, input.qd, 0, input.qd.length);
    System.arraycopy(target[next], 0, input.target, 0, input.target.length);
  }

  /** One cycle; the robot accepts what is sent. */
  FilterOutput step() {
    FilterOutput out = filter.step(input);
    System.arraycopy(out.command, 0, input.acceptedEffort, 0, out.command.length);
    return out;
  }
}

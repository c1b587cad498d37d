package org.reins.sim;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.SafetyFilter;
import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.world.Goals;
import org.reins.sim.world.Span;
import org.reins.sim.world.World;

/**
 * Records transitions of mixed behaviours: the policy with noise, wandering between random poses,
 * braking, and retracing the arm's path. The filter enforces the limits that it knows. Nothing
 * keeps the arm out of the person's zone. The clearance from this zone is recorded as a light
 * curtain around it would label it: clipped, and rounded to the curtain's resolution.
 */
public final class ZoneRecorder {
  /** Period of the recording, s. */
  public static final double PERIOD = ReachInterface.PERIOD;

  private static final double MIN_LABEL = -0.10;
  private static final double MAX_LABEL = 0.30;
  private static final double RESOLUTION = 0.005;
  private static final double EDGE = 0.15;
  private static final double EPISODE = 3;
  private static final double OVER_OBSTACLES = 0.03;
  private static final int MOST_DRAWS = 1_000_000;

  private enum Behaviour {
    POLICY,
    WANDER,
    BRAKE,
    RETREAT
  }

  private final RobotModel robot;
  private final Policy policy;
  private final Goals goals;
  private final List<Span> range;
  private final double dt;
  private final int steps;
  private final SimBackend arm;
  private final Judge judge;
  private final SafetyFilter filter;
  private final ReachInterface reach;
  private final FilterInput input;
  private final RobotState state;
  private final float[] observation;
  private final float[] action;
  private final double[] goal = new double[3];
  private final double[] pose;
  private final double[] past;
  private final double[] tool = new double[3];

  /**
   * Prepares a recorder.
   *
   * @param robot as the filter knows it
   * @param arm the simulated robot
   * @param filter without a barrier; it holds what is known
   * @param world its zones are labelled
   * @param goals of the policy
   * @param range in which the arm wanders, around the default posture, rad or m, one per joint
   */
  public ZoneRecorder(
      RobotModel robot,
      SimBackend arm,
      Policy policy,
      SafetyFilter filter,
      World world,
      Goals goals,
      List<Span> range) {
    this.robot = robot;
    this.policy = policy;
    this.arm = arm;
    this.filter = filter;
    this.goals = goals;
    this.range = List.copyOf(range);
    dt = 1 / robot.control().rateHz();
    steps = (int) Math.round(PERIOD / dt);
    judge = new Judge(robot, world);
    reach = new ReachInterface(robot);
    input = new FilterInput(robot.dof(), EnvelopeLevels.DEFAULT.base());
    state = new RobotState(robot.dof());
    observation = new float[reach.observationSize()];
    action = new float[reach.actionSize()];
    pose = new double[robot.dof()];
    past = new double[robot.dof()];
  }

  /**
   * Records.
   *
   * @param count number of transitions; the last episode is recorded to its end
   * @param seed seed of everything random
   * @param progress receives the number recorded so far, after each episode
   */
  public TransitionFile record(int count, long seed, IntConsumer progress) {
    Transitions transitions = new Transitions(2 * robot.dof(), robot.dof());
    SplittableRandom random = new SplittableRandom(seed);
    for (int episode = 0; transitions.count() < count; episode++) {
      episode(transitions, random, episode);
      progress.accept(transitions.count());
    }
    return new TransitionFile(transitions, PERIOD, robot.name(), robot.jointNames(), seed);
  }

  private void episode(Transitions out, SplittableRandom random, int number) {
    int n = robot.dof();
    if (policy instanceof SeededPolicy seeded) {
      seeded.reset(number);
    }
    drawPose(random);
    arm.reset(random.nextLong(), pose, state);
    Envelope envelope = drawEnvelope(random);
    sense(envelope);
    filter.forget();
    filter.reset(input);
    System.arraycopy(pose, 0, past, 0, n);
    goals.draw(random, goal);
    Behaviour behaviour = Behaviour.POLICY;
    int left = 0;
    float[] x = new float[2 * n];
    float[] next = new float[2 * n];
    float[] mean = new float[n];
    for (int k = 0; k < EPISODE / PERIOD; k++) {
      if (left-- <= 0) {
        behaviour = drawBehaviour(random);
        left = random.nextInt(10, 60);
        envelope = drawEnvelope(random);
        System.arraycopy(pose, 0, past, 0, n);
        if (behaviour == Behaviour.WANDER) {
          drawPose(random);
        } else {
          System.arraycopy(state.q, 0, pose, 0, n);
        }
        if (behaviour == Behaviour.POLICY) {
          goals.draw(random, goal);
        }
      }
      act(behaviour, random);
      judge.locate(arm.trueQ());
      float label = label(judge.zoneClearance());
      copyState(x);
      java.util.Arrays.fill(mean, 0);
      for (int s = 0; s < steps; s++) {
        sense(envelope);
        double[] command = filter.step(input).command;
        arm.step(command, dt, state);
        for (int i = 0; i < n; i++) {
          mean[i] += (float) (command[i] / steps);
        }
      }
      copyState(next);
      judge.tool(tool);
      out.add(x, mean, next, label, (float) -distance(tool, goal), number);
    }
  }

  private void act(Behaviour behaviour, SplittableRandom random) {
    int n = robot.dof();
    switch (behaviour) {
      case POLICY -> {
        reach.observe(state.q, state.qd, goal, observation);
        policy.act(observation, action);
        for (int i = 0; i < action.length; i++) {
          action[i] += (float) (0.3 * random.nextGaussian());
        }
        reach.apply(action, state.q, input.target, input.stiffness);
      }
      case WANDER -> towards(pose, n);
      case RETREAT -> towards(past, n);
      case BRAKE -> towards(state.q, n);
    }
  }

  private void towards(double[] target, int n) {
    for (int i = 0; i < n; i++) {
      double step = target[i] - state.q[i];
      double most = ReachInterface.reach(robot, i);
      input.target[i] = state.q[i] + Math.max(-most, Math.min(most, step));
      input.stiffness[i] = 0.6 * ReachInterface.stiffness(robot, i);
    }
  }

  private void sense(Envelope envelope) {
    System.arraycopy(state.q, 0, input.q, 0, robot.dof());
    System.arraycopy(state.qd, 0, input.qd, 0, robot.dof());
    System.arraycopy(state.acceptedEffort, 0, input.acceptedEffort, 0, robot.dof());
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = dt;
    input.envelope = envelope;
  }

  private static Behaviour drawBehaviour(SplittableRandom random) {
    double u = random.nextDouble();
    if (u < 0.40) {
      return Behaviour.POLICY;
    }
    return u < 0.65 ? Behaviour.WANDER : u < 0.85 ? Behaviour.BRAKE : Behaviour.RETREAT;
  }

  private static Envelope drawEnvelope(SplittableRandom random) {
    return EnvelopeLevels.DEFAULT.at(random.nextInt(EnvelopeLevels.DEFAULT.top() + 1));
  }

  /**
   * A pose from the part of the joint space that the task uses. Poses near the edge of the person's
   * zone are preferred. In no pose does the arm touch the table or a known obstacle.
   */
  private void drawPose(SplittableRandom random) {
    boolean near;
    boolean free;
    int draws = 0;
    do {
      if (++draws > MOST_DRAWS) {
        throw new IllegalArgumentException(
            "no pose in the range of the recording is near a zone and clear of the table and the"
                + " known obstacles: give a larger recording.range");
      }
      for (int i = 0; i < robot.dof(); i++) {
        JointLimits l = robot.joints().get(i).limits();
        double drawn =
            robot.posture()[i] + random.nextDouble(range.get(i).low(), range.get(i).high());
        double kept = ToolSolver.kept(robot.joints().get(i));
        pose[i] = Math.max(l.lower() + kept, Math.min(l.upper() - kept, drawn));
      }
      judge.locate(pose);
      near = Math.abs(judge.zoneClearance()) < EDGE || random.nextDouble() < 0.4;
      free =
          judge.tableClearance() >= OVER_OBSTACLES && judge.obstacleClearance() >= OVER_OBSTACLES;
    } while (!free || !near);
  }

  private void copyState(float[] x) {
    int n = robot.dof();
    for (int i = 0; i < n; i++) {
      x[i] = (float) state.q[i];
      x[n + i] = (float) state.qd[i];
    }
  }

  private static float label(double clearance) {
    double clipped = Math.max(MIN_LABEL, Math.min(MAX_LABEL, clearance));
    return (float) (Math.round(clipped / RESOLUTION) * RESOLUTION);
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        (a[0] - b[0]) * (a[0] - b[0])
            + (a[1] - b[1]) * (a[1] - b[1])
            + (a[2] - b[2]) * (a[2] - b[2]));
  }
}

package org.reins.sim.legged;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.reins.filter.legged.LegOdometry;
import org.reins.filter.legged.Stop;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkFilter;
import org.reins.filter.legged.WalkState;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.Policy;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * Records how walks end when the robot is commanded to stop. All scenarios are used in turn. The
 * twists wander far beyond what the policy can follow. They are interrupted repeatedly by braking,
 * and only the braking is recorded. The value of a state is therefore the value of an escape
 * manoeuvre that the filter can execute. States are those of {@link WalkState}. Inputs are the
 * rates of the twist. The label is what an observer could judge: how far the body is from falling,
 * as the smaller remaining share of its tilt and of its height.
 */
public final class WalkRecorder {
  /**
   * Largest twist drawn for the Go1's commands: along x, along y, about z. Backwards it is 0.3 of
   * the value along x.
   */
  private static final double[] WIDEST = {2.5, 0.9, 2};

  private static final double EPISODE = 8;
  // Policy periods of each braking, after 0.5 to 4 s of wandering.
  private static final int BRAKE = 75;
  // Policy periods that are recorded after a fall, so that unsafe states are in the data.
  private static final int AFTER_FALL = 10;

  private final WalkTiming timing;
  private final RobotModel robot;
  private final WalkCourse course;
  private final Function<RobotModel, LeggedSim> simulator;
  private final double[] widest = new double[WIDEST.length];
  private final Policy policy;
  private final WalkState state = new WalkState();
  private final double[] wanted = new double[3];
  private final double[] x = new double[WalkState.NAMES.size()];

  /** Prepares a recorder of all scenarios on level ground. */
  public WalkRecorder(RobotModel robot, Policy policy) {
    this(
        robot,
        policy,
        WalkCourse.learned(robot, EPISODE),
        r -> new EmbeddedLegged(r, PlantParameters.WALK, Terrain.FLAT));
  }

  /**
   * Prepares a recorder.
   *
   * @param robot as it is simulated
   * @param policy of the walk, or null for the bare gait
   * @param course to walk; its length does not count, nor do its scenarios without sensors
   * @param simulator creates the world of an episode from its robot, which may carry a load
   */
  public WalkRecorder(
      RobotModel robot,
      Policy policy,
      WalkCourse course,
      Function<RobotModel, LeggedSim> simulator) {
    this.robot = robot;
    this.course = course.withSeconds(EPISODE);
    this.simulator = simulator;
    timing = WalkTiming.of(robot);
    this.policy = policy;
    for (int axis = 0; axis < widest.length; axis++) {
      widest[axis] = WIDEST[axis] * course.commands().pace(axis);
    }
  }

  /**
   * Records.
   *
   * @param count number of transitions; the last episode is recorded to its end
   * @param seed seed of everything random
   * @param progress receives the number recorded so far, after each episode
   */
  public TransitionFile record(int count, long seed, IntConsumer progress) {
    Transitions transitions = new Transitions(x.length, WalkState.INPUTS);
    SplittableRandom random = new SplittableRandom(seed);
    List<WalkScenario> scenarios =
        course.scenarios().stream().filter(s -> s != WalkScenario.SENSOR_LOSS).toList();
    if (scenarios.isEmpty()) {
      scenarios = List.of(WalkScenario.NOMINAL);
    }
    int number = 0;
    for (int episode = 0; transitions.count() < count; episode++) {
      WalkScenario.Episode e =
          course.draw(scenarios.get(episode % scenarios.size()), robot, random.nextLong());
      number = walk(transitions, e, random, number) + 1;
      progress.accept(transitions.count());
    }
    return new TransitionFile(
        transitions, timing.actionPeriod(), robot.name(), WalkState.NAMES, seed);
  }

  private int walk(
      Transitions out, WalkScenario.Episode episode, SplittableRandom random, int first) {
    try (LeggedSim sim = simulator.apply(episode.robot())) {
      return walk(out, episode, random, first, sim);
    }
  }

  private int walk(
      Transitions out,
      WalkScenario.Episode episode,
      SplittableRandom random,
      int first,
      LeggedSim sim) {
    StopGuard guard = new StopGuard(timing.actionPeriod());
    Walker walker = new Walker(sim, policy, guard);
    episode.begin(walker, random.nextLong());
    int number = first;
    boolean braking = false;
    int left = 0;
    int change = 0;
    double alarm = 0;
    float[] before = new float[x.length];
    float[] after = new float[x.length];
    float[] rate = new float[WalkState.INPUTS];
    double label = 0;
    int afterFall = AFTER_FALL;
    for (int k = 0; k < episode.steps() / timing.perAction(); k++) {
      if (left-- == 0 || (!braking && walker.body().margin() < alarm)) {
        braking = !braking;
        // Some brakings start late, in states where it is critical whether the robot can still
        // stop.
        alarm = random.nextDouble(-0.2, 0.5);
        left = braking ? BRAKE : random.nextInt(25, 200);
        change = 0;
        number++;
        guard.stop(braking);
      }
      if (!braking && change-- == 0) {
        change = random.nextInt(10, 120);
        draw(random, wanted);
      }
      walker.want(wanted[0], wanted[1], wanted[2]);
      read(walker, before);
      label = walker.body().margin();
      for (int s = 0; s < timing.perAction(); s++) {
        episode.disturb(walker, k * timing.perAction() + s);
        walker.step();
      }
      if (braking) {
        read(walker, after);
        for (int i = 0; i < rate.length; i++) {
          rate[i] =
              (float)
                  ((after[WalkState.TWIST + i] - before[WalkState.TWIST + i])
                      / timing.actionPeriod());
        }
        out.add(before, rate, after, (float) label, 0, number);
      }
      if (walker.body().fallen() && (!braking || afterFall-- == 0)) {
        return number;
      }
    }
    return number;
  }

  /** Wanders until the stop command. */
  private static final class StopGuard implements WalkFilter {
    private final double[] rate = new double[WalkState.INPUTS];
    private final double period;
    private boolean stopping;
    private boolean standing;

    StopGuard(double period) {
      this.period = period;
    }

    void stop(boolean on) {
      stopping = on;
      standing &= on;
    }

    @Override
    public void reset() {
      stop(false);
    }

    @Override
    public void command(
        RobotState seen,
        boolean fresh,
        LegOdometry odometry,
        TrotGait gait,
        double[] wanted,
        double[] twist) {
      if (!stopping) {
        System.arraycopy(wanted, 0, twist, 0, twist.length);
        return;
      }
      Stop.rates(odometry, fresh, twist, period, rate);
      standing |= Stop.mayStand(seen, odometry, twist);
      for (int k = 0; k < rate.length; k++) {
        twist[k] += rate[k] * period;
      }
    }

    @Override
    public boolean march() {
      return !standing;
    }

    @Override
    public boolean holds() {
      return true;
    }

    @Override
    public void torque(RobotState seen, boolean fresh, double[] torque) {}
  }

  private void read(Walker walker, float[] to) {
    state.write(walker.seen().base, walker.odometry(), walker.gait(), walker.twist(), x);
    for (int i = 0; i < x.length; i++) {
      to[i] = (float) x[i];
    }
  }

  private void draw(SplittableRandom random, double[] wanted) {
    if (random.nextInt(6) == 0) {
      java.util.Arrays.fill(wanted, 0);
      return;
    }
    double size = Math.sqrt(random.nextDouble());
    wanted[0] = size * random.nextDouble(-0.3, 1) * widest[0];
    wanted[1] = size * random.nextDouble(-1, 1) * widest[1];
    wanted[2] = size * random.nextDouble(-1, 1) * widest[2];
  }
}

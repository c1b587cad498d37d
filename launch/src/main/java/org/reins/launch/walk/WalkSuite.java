package org.reins.launch.walk;

import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.WalkGuard;
import org.reins.filter.observation.Policy;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.Seeds;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;
import org.reins.sim.legged.Walker;
import org.reins.sim.legged.WalkingRobot;

/**
 * A legged robot through the scenarios, with and without the filter: the same seeds, so the same
 * commands, grounds, loads and shoves. An episode ends with a fall.
 */
public final class WalkSuite {
  /** The embedded simulator, in Java. */
  public static final Function<RobotModel, LeggedSim> EMBEDDED =
      r -> new EmbeddedLegged(r, PlantParameters.WALK, Terrain.FLAT);

  private static final int PATH_EVERY = 50;

  private final RobotModel robot;
  private final Function<LeggedSim, Subject> subjects;
  private final long seed;
  private final WalkCourse course;
  private final Function<RobotModel, LeggedSim> simulator;
  private final Histogram times = new Histogram(10_000_000_000L, 3);

  /**
   * The results of the episodes of a scenario.
   *
   * @param episodes number of them
   * @param falls number of episodes that ended in a fall
   * @param metres total distance, m
   * @param seconds total time on the feet, s
   * @param position motor periods with a joint beyond its positions
   * @param speed motor periods with a joint beyond its speed
   * @param torque motor periods with a torque beyond its limit
   * @param changedTwists share of the twists that the filter changed
   * @param changedTorques share of the torques that the filter changed
   */
  public record Outcome(
      int episodes,
      int falls,
      double metres,
      double seconds,
      long position,
      long speed,
      long torque,
      double changedTwists,
      double changedTorques) {
    /** No episodes yet. */
    public static final Outcome NONE = new Outcome(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The sum of both; shares weighted by episodes. */
    public Outcome plus(Outcome o) {
      double all = Math.max(1, episodes + o.episodes);
      return new Outcome(
          episodes + o.episodes,
          falls + o.falls,
          metres + o.metres,
          seconds + o.seconds,
          position + o.position,
          speed + o.speed,
          torque + o.torque,
          (episodes * changedTwists + o.episodes * o.changedTwists) / all,
          (episodes * changedTorques + o.episodes * o.changedTorques) / all);
    }

    /** Motor periods with any limit violated, each kind counted separately. */
    public long limits() {
      return position + speed + torque;
    }
  }

  /**
   * Prepares a suite in the embedded simulator.
   *
   * @param policy of the walk, or null for the bare gait
   * @param filter creates the filter of an episode; null for none
   * @param seed of all episodes
   * @param seconds length of an episode, 1 to 1000
   */
  public WalkSuite(
      RobotModel robot, Policy policy, Supplier<FilteredWalk> filter, long seed, double seconds) {
    this(robot, policy, filter, seed, WalkCourse.learned(robot, seconds), EMBEDDED);
  }

  /**
   * A suite of another course or in another simulator, or with robots that differ from the filter's
   * model.
   *
   * @param robot without what a scenario loads it with
   * @param course commands, ground and length of an episode
   * @param simulator creates the world of an episode from its robot, which may carry a load
   */
  public WalkSuite(
      RobotModel robot,
      Policy policy,
      Supplier<FilteredWalk> filter,
      long seed,
      WalkCourse course,
      Function<RobotModel, LeggedSim> simulator) {
    this.robot = robot;
    this.simulator = simulator;
    subjects = sim -> walker(sim, policy, filter);
    this.seed = seed;
    this.course = course;
  }

  /**
   * A suite of robots that are driven in another way.
   *
   * @param subjects assembles what walks in an episode
   */
  public WalkSuite(
      RobotModel robot,
      Function<LeggedSim, Subject> subjects,
      long seed,
      WalkCourse course,
      Function<RobotModel, LeggedSim> simulator) {
    this.robot = robot;
    this.simulator = simulator;
    this.subjects = subjects;
    this.seed = seed;
    this.course = course;
  }

  /**
   * What walks in an episode.
   *
   * @param walker the robot
   * @param changedTwists share of the twists that its filter changed so far
   * @param changedTorques share of the torques that its filter changed so far
   * @param guard its filter; null for none
   */
  public record Subject(
      WalkingRobot walker,
      DoubleSupplier changedTwists,
      DoubleSupplier changedTorques,
      WalkGuard guard) {
    /** A robot without a filter. */
    public static Subject bare(WalkingRobot walker) {
      return new Subject(walker, () -> 0, () -> 0, null);
    }
  }

  private Subject walker(LeggedSim sim, Policy policy, Supplier<FilteredWalk> filter) {
    if (filter == null) {
      return Subject.bare(new Walker(sim, policy, null));
    }
    FilteredWalk guard = filter.get();
    return new Subject(
        new Walker(sim, policy, new TimedWalkFilter(guard, times)),
        guard::changedCommandShare,
        guard::changedTorqueShare,
        guard);
  }

  /** Called after each motor period. */
  public interface Watcher {
    /** Receives the present values. */
    void see(double time, Subject subject);
  }

  /** Runs one episode of a scenario. */
  public Outcome run(WalkScenario scenario, int number) {
    return run(scenario, number, (time, subject) -> {});
  }

  /** Runs one episode of a scenario, and reports it to a listener. */
  public Outcome run(WalkScenario scenario, int number, Watcher watcher) {
    long own = Seeds.stream(seed, 100 * number + scenario.ordinal()).nextLong();
    WalkScenario.Episode episode = course.draw(scenario, robot, own);
    try (LeggedSim sim = simulator.apply(episode.robot())) {
      return walk(episode, own, sim, watcher);
    }
  }

  private Outcome walk(WalkScenario.Episode episode, long own, LeggedSim sim, Watcher watcher) {
    Subject subject = subjects.apply(sim);
    WalkingRobot walker = subject.walker();
    LimitJudge judge = new LimitJudge(robot);
    episode.begin(walker, own);
    double metres = 0;
    double x = 0;
    double y = 0;
    int step = 0;
    while (step < episode.steps() && !walker.body().fallen()) {
      episode.step(walker, step++);
      watcher.see(step * episode.period(), subject);
      judge.observe(sim.trueQ(), sim.trueQd(), walker.torque());
      if (step % PATH_EVERY == 0) {
        double[] p = sim.truePosition();
        metres += Math.hypot(p[0] - x, p[1] - y);
        x = p[0];
        y = p[1];
      }
    }
    return new Outcome(
        1,
        walker.body().fallen() ? 1 : 0,
        metres,
        step * episode.period(),
        judge.position(),
        judge.speed(),
        judge.torque(),
        subject.changedTwists().getAsDouble(),
        subject.changedTorques().getAsDouble());
  }

  /** Times of the filter in each motor period of all episodes so far, ns. */
  public Histogram times() {
    return times;
  }
}

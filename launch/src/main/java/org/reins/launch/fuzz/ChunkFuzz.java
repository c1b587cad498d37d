package org.reins.launch.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.chunk.ChunkCheck;
import org.reins.filter.chunk.ChunkFault;
import org.reins.filter.chunk.ChunkPlayer;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimulatedDriver;
import org.reins.sim.Violation;

/**
 * A simulated arm on its table whose policy sends adversarial chunks: each is checked, executed and
 * replaced as in the controller node, and each sample goes through the filter. The simulator's
 * truth is judged: joint limits, speeds, torques, torque rates and the table. Episodes are
 * numbered: the same number gives the same episode.
 */
public final class ChunkFuzz {
  /** Chunks of an episode. */
  public static final int CHUNKS = 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double ROUNDING = 1e-9;
  private static final double TIMEOUT = 0.1;

  private final RobotModel robot;
  private final int n;
  private final double dt;
  private final SafetyFilter filter;
  private final EmbeddedArm arm;
  private final Judge judge;
  private final RobotState state;
  private final FilterInput in;
  private final ActionChunk chunk;
  private final ChunkCheck check;
  private final ChunkPlayer player;
  private final double[] before;

  /** Creates a fuzz test. */
  public ChunkFuzz(RobotModel robot) {
    this.robot = robot;
    n = robot.dof();
    dt = 1 / robot.control().rateHz();
    filter =
        new SafetyFilter(robot, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
    arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    judge = new Judge(robot);
    state = new RobotState(n);
    in = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    chunk = new ActionChunk(n);
    check = new ChunkCheck(robot);
    player = new ChunkPlayer(robot);
    before = new double[n];
  }

  /**
   * Runs one episode.
   *
   * @param counts added to
   */
  public void episode(long number, ChunkCounts counts) {
    SplittableRandom random = new SplittableRandom(number);
    List<DriverProfile> profiles = DriverProfile.ALL;
    DriverProfile profile = profiles.get(random.nextInt(profiles.size()));
    int level = random.nextInt(EnvelopeLevels.DEFAULT.top() + 1);
    SimulatedDriver driver = new SimulatedDriver(robot, profile, dt);
    ChunkStorm storm = new ChunkStorm(robot);
    begin(number, level, driver);
    long nextChunk = 0;
    int sent = 0;
    long end = Long.MAX_VALUE;
    for (long k = 0; k < end; k++) {
      if (k > 0) {
        driver.receive(in);
      }
      long now = Math.round(1e9 * k * dt);
      if (k == nextChunk && sent < CHUNKS) {
        send(storm, random, now, counts);
        sent++;
        // A later look lets the last step be held, and then given up.
        nextChunk = k + 1 + Math.round(random.nextDouble() * random.nextDouble() * 0.5 / dt);
        end = sent == CHUNKS ? k + Math.round(0.5 / dt) : end;
      }
      sample(now, counts);
      step(driver, counts);
    }
    judge(profile, counts, number, level);
  }

  private void begin(long seed, int level, SimulatedDriver driver) {
    arm.reset(seed, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    driver.reset(seed, state);
    in.envelope = EnvelopeLevels.DEFAULT.at(level);
    in.silentWhenBlind = robot.control().stopsByItself();
    in.actionFresh = false;
    player.forget();
    driver.receive(in);
    filter.forget();
    filter.reset(in);
  }

  private void send(ChunkStorm storm, SplittableRandom random, long now, ChunkCounts counts) {
    ChunkStorm.Trick[] all = ChunkStorm.Trick.values();
    // A policy starts from where it was told to go, or from where the robot is.
    double[] from = player.isPlaying() && random.nextBoolean() ? in.target : in.q;
    storm.next(all[random.nextInt(all.length)], random, from, now, chunk);
    long start = THREADS.getCurrentThreadCpuTime();
    ChunkFault fault = check.check(chunk);
    if (fault == ChunkFault.NONE) {
      fault = player.begin(chunk, now, in.q);
    }
    double took = 1e-3 * (THREADS.getCurrentThreadCpuTime() - start);
    if (counts.sent() > 1000) {
      counts.longestCheck = Math.max(counts.longestCheck, took);
    }
    counts.add(fault);
  }

  private void sample(long now, ChunkCounts counts) {
    System.arraycopy(in.target, 0, before, 0, n);
    boolean first = !in.actionFresh;
    boolean goes = player.sample(now, in.q, in.target, in.stiffness);
    in.actionFresh = goes && 1e-9 * player.overNanos(now) <= TIMEOUT;
    for (int i = 0; i < n && goes && !first; i++) {
      double most = robot.joints().get(i).limits().velocity() * dt * (1 + 1e-6) + ROUNDING;
      counts.jumps += Math.abs(in.target[i] - before[i]) <= most ? 0 : 1;
    }
  }

  private void step(SimulatedDriver driver, ChunkCounts counts) {
    FilterOutput out = filter.step(in);
    counts.steps++;
    for (double u : out.command) {
      counts.nonFinite += Double.isFinite(u) ? 0 : 1;
    }
    boolean followed = out.action == FilterAction.PASS || out.action == FilterAction.MODIFIED;
    counts.followed += followed ? 1 : 0;
    driver.send(out.silent ? null : out.command);
    arm.step(driver.torque(state), dt, state);
    driver.sample(state);
    judge.observe(arm.trueQ(), arm.trueQd(), driver.accepted(), dt);
  }

  private void judge(DriverProfile profile, ChunkCounts counts, long number, int level) {
    StringBuilder words = new StringBuilder();
    for (Violation kind : Violation.values()) {
      if (kind != Violation.ZONE && judge.events(kind) > 0) {
        words.append(' ').append(kind.key());
      }
    }
    if (words.length() > 0) {
      counts.fail(
          String.format(
              Locale.ROOT,
              "%s episode %d, driver %s, level %d:%s",
              robot.name(),
              number,
              profile.name(),
              level,
              words));
    }
  }
}

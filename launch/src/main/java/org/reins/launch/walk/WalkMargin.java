package org.reins.launch.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.observation.Policy;
import org.reins.launch.walk.WalkSuite.Outcome;
import org.reins.robot.model.RobotModel;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;

/**
 * The margin δ of a walking robot's barrier, found in closed loop: the filter takes the robot along
 * the boundary, where no stop was recorded. δ is raised from its calibrated value, walk by walk
 * through all scenarios, and once by half a step from the best. Among the values that let the robot
 * cover a share of its unfiltered distance, the one with the fewest falls is chosen.
 */
public final class WalkMargin {
  private static final double STEP = 0.05;
  private static final int MOST = 12;

  /**
   * The results of one margin.
   *
   * @param delta δ
   * @param walks of all scenarios
   */
  public record Tried(double delta, Outcome walks) {}

  private final Function<Supplier<FilteredWalk>, WalkSuite> suites;
  private final WalkCourse course;
  private final RobotModel robot;
  private final double alpha;
  private final int walks;
  private final List<Tried> tried = new ArrayList<>();
  private Outcome bare = Outcome.NONE;

  /**
   * Prepares.
   *
   * @param setting where the robot walks; its seed is not the seed of any test, and its policy and
   *     barrier do not count
   * @param policy creates the walk's policy, one per walk; it may create null for the bare gait
   * @param alpha α of the filter
   * @param walks of each scenario
   */
  public WalkMargin(WalkSetting setting, Supplier<Policy> policy, double alpha, int walks) {
    robot = setting.robot();
    course = setting.course();
    suites =
        filter ->
            new WalkSuite(
                setting.simulated(),
                policy.get(),
                filter,
                setting.seed(),
                course,
                setting.simulator());
    this.alpha = alpha;
    this.walks = walks;
  }

  /**
   * Finds δ.
   *
   * @param share of the unfiltered distance that must remain, 0 to 1
   * @param progress receives the completed share
   */
  public double find(BarrierFile file, double share, DoubleConsumer progress) {
    bare = run(null);
    progress.accept(1.0 / (MOST + 2));
    for (int k = 0; k < MOST; k++) {
      Tried t = attempt(file, file.delta() + k * STEP);
      progress.accept((k + 2.0) / (MOST + 2));
      if (t.walks.metres() < share * bare.metres()) {
        break;
      }
    }
    // The best value may lie between two steps.
    attempt(file, best(share).delta + STEP / 2);
    progress.accept(1);
    return best(share).delta;
  }

  private Tried attempt(BarrierFile file, double delta) {
    BarrierFile with = file.withMetadata(Map.of("delta", Double.toString(delta)));
    Tried t = new Tried(delta, run(() -> new FilteredWalk(robot, with, alpha)));
    tried.add(t);
    return t;
  }

  /** The one with the fewest falls of those that go far enough; the first one if none does. */
  private Tried best(double share) {
    Tried best = tried.get(0);
    for (Tried t : tried) {
      boolean far = t.walks.metres() >= share * bare.metres();
      if (far && t.walks.falls() < best.walks.falls()) {
        best = t;
      }
    }
    return best;
  }

  private Outcome run(Supplier<FilteredWalk> filter) {
    // On all cores; summed in a fixed order, so that the number of cores does not change the
    // result.
    List<Outcome> walked =
        IntStream.range(0, walks).parallel().mapToObj(k -> number(k, filter)).toList();
    return walked.stream().reduce(Outcome.NONE, Outcome::plus);
  }

  /** One walk of each scenario. */
  private Outcome number(int k, Supplier<FilteredWalk> filter) {
    WalkSuite suite = suites.apply(filter);
    Outcome all = Outcome.NONE;
    for (WalkScenario scenario : course.scenarios()) {
      all = all.plus(suite.run(scenario, k));
    }
    return all;
  }

  /** The results without a filter. */
  public Outcome bare() {
    return bare;
  }

  /** The results of the margins tried. */
  public List<Tried> tried() {
    return List.copyOf(tried);
  }
}

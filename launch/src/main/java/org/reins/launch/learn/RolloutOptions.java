package org.reins.launch.learn;

import java.util.Locale;
import org.reins.learning.rollout.EdgeFit;
import org.reins.learning.rollout.LabelRange;
import org.reins.learning.rollout.RolloutSettings;
import org.reins.learning.rollout.RolloutStarts;
import org.reins.robot.ReinsException;
import org.reins.sim.system.BenchmarkSystem;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Options of {@code train --method rollouts}; defaults depend on the system. */
final class RolloutOptions {
  @Option(
      names = "--width",
      description =
          "rollouts: width of the barrier's hidden layers; the default depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private Integer width;

  @Option(
      names = "--hidden",
      description =
          "rollouts: number of the barrier's hidden layers; the default depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private Integer hidden;

  @Option(
      names = "--rounds",
      description = "rollouts: number of rounds of rollouts and fits.",
      showDefaultValue = Visibility.NEVER)
  private Integer rounds;

  @Option(
      names = "--starts",
      description = "rollouts: start states per round.",
      showDefaultValue = Visibility.NEVER)
  private Integer starts;

  @Option(
      names = "--spread",
      description =
          "rollouts: share of the starts that are combined from several rows, to reach states"
              + " that are rare in the recording; the default depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private Double spread;

  @Option(
      names = "--last-starts",
      description =
          "rollouts: starts of all last fits together, drawn once; 0 selects twice --starts,"
              + " drawn again for each fit; the default depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private Integer lastStarts;

  @Option(
      names = "--authority",
      description =
          "rollouts: share of the input range that the barrier relies on; the default depends on"
              + " the system.",
      showDefaultValue = Visibility.NEVER)
  private Double authority;

  @Option(
      names = "--cap",
      description =
          "rollouts: upper clipping limit of the labels, in median margins; the default depends"
              + " on the system.",
      showDefaultValue = Visibility.NEVER)
  private Double cap;

  @Option(
      names = "--floor",
      description =
          "rollouts: lower clipping limit of the labels, as a share of the upper limit; the default"
              + " depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private Double floor;

  @Option(
      names = "--labels",
      description =
          "rollouts: value of a state, ${COMPLETION-CANDIDATES}: the smallest future h, or the same"
              + " value limited by the unused share of the inputs, for systems in which lost states"
              + " diverge; the default depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private RolloutSettings.Labels labels;

  @Option(
      names = "--focus",
      description =
          "rollouts: share of each batch of the last fits that has labels close to zero; the"
              + " default depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private Double focus;

  @Option(
      names = "--expectile",
      description =
          "rollouts: expectile of the last fits; below 0.5, values above the label cost more than"
              + " values below it; the default depends on the system.",
      showDefaultValue = Visibility.NEVER)
  private Double expectile;

  @Option(
      names = "--horizon",
      description = "rollouts: s; by default the system's own.",
      showDefaultValue = Visibility.NEVER)
  private Double horizon;

  private String described = "";

  /**
   * The settings.
   *
   * @param system null if it is not a benchmark system
   * @param name of the recorded system
   * @param steps gradient steps per round; 0 for the system's default
   */
  RolloutSettings settings(BenchmarkSystem system, String name, int steps, int members, long seed) {
    if (system == null && horizon == null) {
      throw new ReinsException("--horizon is needed: " + name + " is not a benchmark system");
    }
    RolloutSettings d =
        system == null ? RolloutSettings.of(horizon, seed) : RolloutSettings.suiting(system, seed);
    RolloutSettings s =
        new RolloutSettings(
            width == null ? d.width() : width,
            hidden == null ? d.hidden() : hidden,
            rounds == null ? d.rounds() : rounds,
            starts(d.starts()),
            steps == 0 ? d.steps() : steps,
            d.batch(),
            horizon == null ? d.horizon() : horizon,
            authority == null ? d.authority() : authority,
            members,
            range(d.range()),
            labels == null ? d.labels() : labels,
            edge(d.edge()),
            d.learningRate(),
            seed);
    described = s.toString();
    System.out.printf(
        Locale.ROOT,
        "settings: --labels %s --authority %s --cap %s --floor %s --width %d --hidden %d --steps %d --rounds %d --starts %d"
            + " --spread %s --last-starts %d --focus %s --expectile %s%n",
        s.labels().name().toLowerCase(Locale.ROOT),
        s.authority(),
        s.range().cap(),
        s.range().floor(),
        s.width(),
        s.hidden(),
        s.steps(),
        s.rounds(),
        s.starts().count(),
        s.starts().spread(),
        s.starts().last(),
        s.edge().focus(),
        s.edge().expectile());
    return s;
  }

  private RolloutStarts starts(RolloutStarts d) {
    return new RolloutStarts(
        starts == null ? d.count() : starts,
        spread == null ? d.spread() : spread,
        lastStarts == null ? d.last() : lastStarts);
  }

  private LabelRange range(LabelRange d) {
    return new LabelRange(cap == null ? d.cap() : cap, floor == null ? d.floor() : floor);
  }

  private EdgeFit edge(EdgeFit d) {
    return new EdgeFit(
        focus == null ? d.focus() : focus, expectile == null ? d.expectile() : expectile);
  }

  /** The settings in use, to compare with a checkpoint. */
  @Override
  public String toString() {
    return described;
  }
}

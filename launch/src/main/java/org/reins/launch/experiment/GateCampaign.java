package org.reins.launch.experiment;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reins.node.competence.CompetenceMetric;
import org.reins.node.competence.Verdict;
import org.reins.node.messages.FilterStatus;
import org.reins.node.planner.CompetenceGate;
import org.reins.sim.Seeds;

/**
 * Synthetic policies that do not deserve promotion, tested against the {@link CompetenceGate}: in
 * every block that counts, at a level that they do not deserve, a near-violation occurs with
 * probability p₀ or more, whatever else they try.
 */
public final class GateCampaign {
  private static final int TOP = 4;
  private static final int METRICS = 4;
  private static final double TOLERATED = 0.2;

  /** The strategies of such policies. */
  public enum Kind {
    /** No strategy: always p₀. */
    CONSTANT(0),
    /** Slightly worse than tolerated. */
    WORSE(0),
    /** Stands still for a while between blocks. */
    SLEEPER(0),
    /** Provokes an alarm whenever its evidence has fallen, to start over. */
    QUITTER(0),
    /** Good while nothing counts and as bad as allowed otherwise, in alternation. */
    ALTERNATOR(0),
    /** Never errs, but only in one posture. */
    HIDER(0),
    /** Bad in one respect only. */
    SPECIALIST(0),
    /** Deserves level 1 and no more; fails on purpose whenever its evidence there has fallen. */
    PRETENDER(1);

    private final int deserved;

    Kind(int deserved) {
      this.deserved = deserved;
    }
  }

  /**
   * The results for one strategy.
   *
   * @param policies number of policies
   * @param promoted number of policies ever promoted from a level that they did not deserve
   */
  public record Outcome(int policies, int promoted) {}

  private GateCampaign() {}

  /**
   * Runs policies of all kinds.
   *
   * @param policies of each kind
   * @param blocks per policy
   */
  public static Map<Kind, Outcome> run(int policies, int blocks, long seed) {
    Map<Kind, Outcome> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      long streams = seed * 1_000 + kind.ordinal();
      int promoted =
          (int)
              IntStream.range(0, policies)
                  .parallel()
                  .filter(k -> isPromoted(kind, blocks, Seeds.stream(streams, k)))
                  .count();
      all.put(kind, new Outcome(policies, promoted));
    }
    return all;
  }

  private static boolean isPromoted(Kind kind, int blocks, SplittableRandom random) {
    Scripted[] metrics = new Scripted[METRICS];
    Arrays.setAll(metrics, m -> new Scripted());
    CompetenceGate gate = new CompetenceGate(TOP, List.of(metrics));
    int worst = 0;
    for (int b = 0; b < blocks; b++) {
      boolean deserved = gate.level() < kind.deserved;
      double chance =
          deserved || kind == Kind.HIDER ? 0 : kind == Kind.WORSE ? 1.2 * TOLERATED : TOLERATED;
      boolean rests =
          kind == Kind.SLEEPER && random.nextInt(3) > 0 || kind == Kind.ALTERNATOR && b % 40 < 20;
      if (kind == Kind.SPECIALIST) {
        // Bad in one respect only, a different one at each level: all others are perfect.
        worst = gate.level() % METRICS;
      }
      for (int m = 0; m < METRICS; m++) {
        boolean here = kind != Kind.SPECIALIST || m == worst;
        metrics[m].bad = here && !rests && random.nextDouble() < chance;
      }
      int before = gate.level();
      boolean rose = gate.observe(CompetenceGate.BLOCK, !rests, kind == Kind.HIDER ? 0 : b % 50);
      if (rose && before >= kind.deserved) {
        return true;
      }
      if (kind == Kind.QUITTER && gate.wealth() < 1
          || kind == Kind.PRETENDER && gate.level() == 1 && gate.wealth() < 1) {
        gate.fall(1);
      }
    }
    return false;
  }

  /** A metric with a value set by the campaign. */
  private static final class Scripted implements CompetenceMetric {
    private boolean bad;

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public String unit() {
      return "1";
    }

    @Override
    public double tolerated() {
      return TOLERATED;
    }

    @Override
    public void observe(FilterStatus status) {}

    @Override
    public double value() {
      return 0;
    }

    @Override
    public Verdict endBlock() {
      return bad ? Verdict.BAD : Verdict.GOOD;
    }
  }
}

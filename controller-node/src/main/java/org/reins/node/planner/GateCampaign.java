package org.reins.node.planner;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reins.sim.Seeds;

/**
 * Synthetic policies that do not deserve to be promoted, against the {@link CompetenceGate}: in
 * every block that counts, at a level that is not theirs, a near-violation comes with probability
 * p₀ or more, whatever else they try.
 */
public final class GateCampaign {
  private static final int TOP = 4;

  /** What such a policy tries. */
  public enum Kind {
    /** Nothing: p₀ always. */
    CONSTANT(0),
    /** A little worse than tolerated. */
    WORSE(0),
    /** Stands still for a while between blocks. */
    SLEEPER(0),
    /** Provokes an alarm whenever its evidence has fallen, hoping to begin anew. */
    QUITTER(0),
    /** Good while nothing counts and as bad as allowed otherwise, in turns. */
    ALTERNATOR(0),
    /** Deserves level 1 and no more; falls on purpose whenever its evidence there has fallen. */
    PRETENDER(1);

    private final int deserved;

    Kind(int deserved) {
      this.deserved = deserved;
    }
  }

  /**
   * What came of one kind.
   *
   * @param policies of that kind
   * @param promoted how many were ever promoted from a level that they did not deserve
   */
  public record Outcome(int policies, int promoted) {}

  private GateCampaign() {}

  /**
   * Runs policies of all kinds.
   *
   * @param policies of each kind
   * @param blocks that each has
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
    CompetenceGate gate = new CompetenceGate(TOP);
    double block = CompetenceGate.BLOCK;
    double tolerated = CompetenceGate.TOLERATED;
    for (int b = 0; b < blocks; b++) {
      boolean deserved = gate.level() < kind.deserved;
      double chance = deserved ? 0 : kind == Kind.WORSE ? 1.2 * tolerated : tolerated;
      boolean rests =
          kind == Kind.SLEEPER && random.nextInt(3) > 0 || kind == Kind.ALTERNATOR && b % 40 < 20;
      int before = gate.level();
      boolean rose = gate.observe(block, !rests, !rests && random.nextDouble() < chance);
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
}

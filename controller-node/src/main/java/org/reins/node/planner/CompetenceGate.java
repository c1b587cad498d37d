package org.reins.node.planner;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reins.node.competence.CompetenceMetric;
import org.reins.node.competence.Verdict;

/**
 * Decides the envelope level: up on evidence, down at once.
 *
 * <p>Time at a level is divided into blocks, and each metric decides for each block whether it was
 * bad. A bad block always counts. A good block counts only under challenge, that is, when the robot
 * used a large part of the speed that the level allows. It also counts only while its posture makes
 * up no more than a fifth of the blocks counted in this stay, or six blocks.
 *
 * <p>At each level and for each metric, a wealth is bet against the hypothesis "a share of at least
 * p₀ of the blocks is bad": W ← W (1 + λ (p₀ − x)) with x = 1 for a bad block and 0 otherwise,
 * averaged over a bold and a careful λ. While the hypothesis is true, W is a non-negative
 * supermartingale. By Ville's inequality it ever reaches c with probability at most 1/c, however
 * long the gate waits and however often it checks (Waudby-Smith and Ramdas, Estimating means of
 * bounded random variables by betting, 2024). A level is deserved if no metric's hypothesis is
 * true. The gate waits for the weakest metric, so an undeserved level is left with at most that
 * probability.
 *
 * <p>Each stay at a level starts with W = 1. The v-th stay at one of the n levels that can be left
 * upwards needs W ≥ n 2^v / β, after a dwell. The probabilities of all stays at all levels add up
 * to Σ β / (n 2^v) ≤ β. Over an endless run, an undeserved level is therefore left upwards with
 * probability at most β, whatever the policy does, including deliberate falls. A fall at the base
 * starts no new stay: it takes evidence away and gives none back. The hypothesis is about each
 * block given the past. Blocks are long compared with the robot's own dynamics. That no state
 * outlasts a block is an assumption.
 */
public final class CompetenceGate {
  /** β: bound on the probability of ever promoting from a level that is not deserved. */
  public static final double RISK = 0.05;

  /** Length of a block, s. */
  public static final double BLOCK = 0.2;

  private static final int PER_POSTURE = 6;
  private static final double POSTURE_SHARE = 0.2;

  private static final double[] BETS = {0.9, 0.3};
  private static final double DWELL = 2;

  private final List<CompetenceMetric> metrics;
  private final double[][] wealth;
  private final boolean[] spoke;
  private final int[] stays;
  private final Map<Long, Integer> postures = new HashMap<>();
  private int counted;
  private int top;
  private int level;
  private double atLevel;
  private double inBlock;
  private boolean challenged;
  private boolean spoiled;

  /**
   * Makes a gate at level 0.
   *
   * @param top highest level, at least 1
   * @param metrics at least one; kept, and evaluated at the end of each block
   */
  public CompetenceGate(int top, List<CompetenceMetric> metrics) {
    if (top < 1 || metrics.isEmpty()) {
      throw new IllegalArgumentException(
          "top level is " + top + " with " + metrics.size() + " metrics: at least 1 of each");
    }
    this.top = top;
    this.metrics = List.copyOf(metrics);
    wealth = new double[metrics.size()][BETS.length];
    spoke = new boolean[metrics.size()];
    stays = new int[top + 1];
    stays[0] = 1;
    startStay();
  }

  /**
   * Sets the highest level. Leaving a level above it does not count as a fall.
   *
   * @return whether the level changed
   */
  public boolean limit(int highest) {
    top = highest;
    boolean above = level > top;
    if (above) {
      move(top);
    }
    return above;
  }

  /**
   * Continues where an earlier run ended. The stay also continues, without the evidence of that
   * run.
   *
   * @param earned earned level, not above the highest
   * @param staysBefore earlier stays at each level; copied
   */
  void resume(int earned, int[] staysBefore) {
    level = Math.min(earned, top);
    for (int k = 0; k < stays.length; k++) {
      stays[k] = Math.max(stays[k], Math.min(900, staysBefore[k]));
    }
    // An interrupted stay would otherwise bet from 1 twice, so it counts as another stay.
    stays[level] = Math.min(stays[level] + 1, 900);
    startStay();
  }

  /** Number of stays at each level; a copy. */
  int[] stays() {
    return stays.clone();
  }

  /** The present level. */
  public int level() {
    return level;
  }

  /** Evidence at this level for the weakest metric. Promotion needs {@link #needed}. */
  public double wealth() {
    return wealth(weakest());
  }

  /** Name of the metric with the least evidence. */
  public String weakestMetric() {
    return metrics.get(weakest()).name();
  }

  /** Time spent at this level, s. */
  public double secondsAtLevel() {
    return atLevel;
  }

  /** Evidence needed for the next level. */
  public double needed() {
    return (stays.length - 1) * Math.pow(2, stays[level]) / RISK;
  }

  /**
   * Accounts for the time since the last call. The metrics have already received its statuses.
   *
   * @param seconds length of the time, s
   * @param challenge whether the level's speed was used in this time
   * @param posture posture of the robot, as a coarse cell
   * @return whether the level rose
   */
  public boolean observe(double seconds, boolean challenge, long posture) {
    atLevel += seconds;
    inBlock += seconds;
    challenged |= challenge;
    if (inBlock < BLOCK - 1e-9) {
      return false;
    }
    boolean counts = challenged && isNew(posture);
    for (int m = 0; m < wealth.length; m++) {
      Verdict verdict = metrics.get(m).endBlock();
      spoke[m] |= verdict != Verdict.NONE;
      boolean bad = verdict == Verdict.BAD || spoiled && verdict == Verdict.GOOD;
      if (bad || verdict == Verdict.GOOD && counts) {
        bet(m, bad);
      }
    }
    inBlock = 0;
    challenged = false;
    spoiled = false;
    if (level < top && atLevel >= DWELL && wealth() >= needed()) {
      move(level + 1);
      return true;
    }
    return false;
  }

  private boolean isNew(long posture) {
    int before = postures.getOrDefault(posture, 0);
    if (before >= Math.max(PER_POSTURE, POSTURE_SHARE * counted)) {
      return false;
    }
    postures.put(posture, before + 1);
    counted++;
    return true;
  }

  private void bet(int metric, boolean bad) {
    double tolerated = metrics.get(metric).tolerated();
    for (int b = 0; b < BETS.length; b++) {
      wealth[metric][b] *= 1 + BETS[b] / (1 - tolerated) * (tolerated - (bad ? 1 : 0));
    }
  }

  /**
   * Lowers the level at once.
   *
   * @param levels number of levels
   * @return whether the level fell; at the base, the evidence is lost as well
   */
  public boolean fall(int levels) {
    int to = Math.max(0, level - levels);
    if (to < level) {
      move(to);
      return true;
    }
    // A new stay would be a new chance. Lost evidence stays lost.
    dropEvidence();
    startBlock();
    return false;
  }

  /**
   * Accounts for time in which the statuses cannot be trusted. The evidence of this stay is
   * dropped, its dwell starts over, and the block counts as bad. A block that merely ended without
   * a verdict would be another chance.
   *
   * @param seconds length of the time, s
   */
  public void interrupt(double seconds) {
    dropEvidence();
    spoiled = true;
    observe(seconds, false, 0);
    atLevel = 0;
  }

  private void dropEvidence() {
    for (double[] w : wealth) {
      for (int b = 0; b < w.length; b++) {
        w[b] = Math.min(1, w[b]);
      }
    }
    atLevel = 0;
  }

  private double wealth(int metric) {
    return Arrays.stream(wealth[metric]).sum() / BETS.length;
  }

  private int weakest() {
    int weakest = 0;
    for (int m = 1; m < wealth.length; m++) {
      // A metric that was never measured is ignored.
      if (spoke[m] && (wealth(m) < wealth(weakest) || !spoke[weakest])) {
        weakest = m;
      }
    }
    return weakest;
  }

  private void move(int to) {
    level = to;
    // Far beyond any run, so that the power stays finite.
    stays[to] = Math.min(stays[to] + 1, 900);
    startStay();
  }

  private void startStay() {
    for (double[] w : wealth) {
      Arrays.fill(w, 1);
    }
    postures.clear();
    counted = 0;
    atLevel = 0;
    startBlock();
  }

  private void startBlock() {
    inBlock = 0;
    challenged = false;
    spoiled = false;
    metrics.forEach(CompetenceMetric::endBlock);
  }
}

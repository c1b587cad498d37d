package org.reins.node.planner;

/**
 * Decides the envelope level: up on evidence, down at once.
 *
 * <p>Time at a level is cut into blocks. A block counts only under challenge, when the robot used a
 * good part of the speed that the level allows; it is bad when a near-violation happened in it. At
 * each level a wealth is bet against the hypothesis "at least a share p₀ of the blocks is bad": W ←
 * W (1 + λ (p₀ − x)) with x = 1 for a bad block and 0 else. While the hypothesis is true W is a
 * non-negative supermartingale, so by Ville's inequality it ever reaches c with probability at most
 * 1/c, however long one waits and however often one looks (Waudby-Smith and Ramdas, Estimating
 * means of bounded random variables by betting, 2024).
 *
 * <p>Each stay at a level begins with W = 1, and the v-th stay at one of the n levels that can be
 * left upwards needs W ≥ n 2^v / β, after a dwell. The chances of all stays at all levels add up to
 * Σ β / (n 2^v) ≤ β: over a run without end, a level at which the hypothesis is true is left
 * upwards with probability at most β, whatever the policy does, falls on purpose included. A fall
 * at the base begins no new stay: it takes evidence away and gives none back. The hypothesis is
 * about each block given the past; blocks are long against the robot's own dynamics, but that no
 * state outlasts them is an assumption.
 */
public final class CompetenceGate {
  /** p₀: the share of bad blocks at which a level is not deserved. */
  public static final double TOLERATED = 0.2;

  /** β: bound on the probability of ever promoting from a level that is not deserved. */
  public static final double RISK = 0.05;

  /** Length of a block, s. */
  public static final double BLOCK = 0.2;

  private static final double BET = 0.9 / (1 - TOLERATED);
  private static final double DWELL = 2;

  private final int[] stays;
  private int top;
  private int level;
  private double wealth = 1;
  private double atLevel;
  private double inBlock;
  private boolean challenged;
  private boolean bad;

  /** Makes a gate at level 0. */
  public CompetenceGate(int top) {
    this.top = top;
    stays = new int[top + 1];
    stays[0] = 1;
  }

  /**
   * Sets the highest level; one above it is left without counting as a fall.
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

  /** The present level. */
  public int level() {
    return level;
  }

  /** Evidence gathered at this level: promotion needs {@link #needed}. */
  public double wealth() {
    return wealth;
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
   * Takes what happened in an interval.
   *
   * @param seconds its length
   * @param challenge whether the level's speed was used in it
   * @param nearViolation whether a near-violation happened in it
   * @return whether the level rose
   */
  public boolean observe(double seconds, boolean challenge, boolean nearViolation) {
    atLevel += seconds;
    inBlock += seconds;
    challenged |= challenge;
    bad |= nearViolation;
    if (inBlock < BLOCK - 1e-9) {
      return false;
    }
    if (challenged || bad) {
      wealth *= 1 + BET * (TOLERATED - (bad ? 1 : 0));
    }
    startBlock();
    if (level < top && atLevel >= DWELL && wealth >= needed()) {
      move(level + 1);
      return true;
    }
    return false;
  }

  /**
   * Falls at once.
   *
   * @param levels how many
   * @return whether the level fell; at the base the evidence is lost all the same
   */
  public boolean fall(int levels) {
    int to = Math.max(0, level - levels);
    if (to < level) {
      move(to);
      return true;
    }
    // A new stay would be a new chance; what was lost stays lost.
    wealth = Math.min(1, wealth);
    atLevel = 0;
    startBlock();
    return false;
  }

  private void move(int to) {
    level = to;
    // Far beyond any run; the power stays finite.
    stays[to] = Math.min(stays[to] + 1, 900);
    wealth = 1;
    atLevel = 0;
    startBlock();
  }

  private void startBlock() {
    inBlock = 0;
    challenged = false;
    bad = false;
  }
}

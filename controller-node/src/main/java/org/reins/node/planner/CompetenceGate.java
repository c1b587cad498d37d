package org.reins.node.planner;

/**
 * Decides the envelope level: up on evidence, down at once.
 *
 * <p>Time at a level is cut into blocks. A block counts only under challenge, when the robot used a
 * good part of the speed that the level allows; it is bad when a near-violation happened in it. At
 * each level a wealth is bet against the hypothesis "at least a share p₀ of the blocks is bad": W ←
 * W (1 + λ (p₀ − x)) with x = 1 for a bad block and 0 else. While the hypothesis is true W is a
 * non-negative supermartingale, so by Ville's inequality it ever reaches 1/β with probability at
 * most β, however long one waits and however often one looks (Waudby-Smith and Ramdas, Estimating
 * means of bounded random variables by betting, 2024). Promotion needs W ≥ 2^falls / β, after a
 * dwell, and the next level starts from W = 1. Blocks are taken as independent given the past; they
 * are long against the robot's own dynamics, but this is an assumption.
 */
public final class CompetenceGate {
  /** p₀: the share of bad blocks at which a level is not deserved. */
  public static final double TOLERATED = 0.2;

  /** β: bound on the probability of ever promoting a policy that does not deserve it, a level. */
  public static final double RISK = 0.05;

  /** Length of a block, s. */
  public static final double BLOCK = 0.2;

  private static final double BET = 0.9 / (1 - TOLERATED);
  private static final double DWELL = 2;

  private int top;
  private int level;
  private int falls;
  private double wealth = 1;
  private double atLevel;
  private double inBlock;
  private boolean challenged;
  private boolean bad;

  /** Makes a gate at level 0. */
  public CompetenceGate(int top) {
    this.top = top;
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
    return Math.pow(2, falls) / RISK;
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
    boolean fell = to < level;
    if (fell) {
      falls = Math.min(falls + 1, 20);
    }
    move(to);
    return fell;
  }

  private void move(int to) {
    level = to;
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

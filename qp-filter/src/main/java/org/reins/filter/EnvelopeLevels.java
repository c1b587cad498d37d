package org.reins.filter;

import java.util.List;

/**
 * The ladder of envelopes, from the base to the widest.
 *
 * @param levels at least four; level i is at index i, and no level is tighter than the previous one
 */
public record EnvelopeLevels(List<Envelope> levels) {
  /** The default ladder: speed and stiffness are earned, the margin stays. */
  public static final EnvelopeLevels DEFAULT =
      new EnvelopeLevels(
          List.of(
              new Envelope(0, 0.45, 0.50, 0.022),
              new Envelope(1, 0.55, 0.60, 0.022),
              new Envelope(2, 0.65, 0.70, 0.022),
              new Envelope(3, 0.75, 0.85, 0.022),
              new Envelope(4, 0.85, 1.00, 0.022)));

  /**
   * Checks the ladder.
   *
   * @throws IllegalArgumentException if it is too short or not ordered
   */
  public EnvelopeLevels {
    levels = List.copyOf(levels);
    if (levels.size() < 4) {
      throw new IllegalArgumentException(
          levels.size() + " envelope levels given: at least 4 are needed");
    }
    for (int i = 0; i < levels.size(); i++) {
      Envelope e = levels.get(i);
      if (e.level() != i) {
        throw new IllegalArgumentException("envelope " + i + " has level " + e.level());
      }
      if (i > 0) {
        Envelope below = levels.get(i - 1);
        if (e.speedScale() < below.speedScale()
            || e.stiffnessScale() < below.stiffnessScale()
            || e.margin() > below.margin()) {
          throw new IllegalArgumentException(
              "envelope level " + i + " is tighter than level " + (i - 1));
        }
      }
    }
  }

  /** The tightest envelope. */
  public Envelope base() {
    return levels.get(0);
  }

  /** The envelope of a level; a level beyond the ladder counts as the nearer end. */
  public Envelope at(int level) {
    return levels.get(Math.max(0, Math.min(levels.size() - 1, level)));
  }

  /** The highest level. */
  public int top() {
    return levels.size() - 1;
  }
}

package org.reins.filter.policy;

/**
 * Past frames in an observation.
 *
 * @param frames number of frames with the present one, 1 to 1000
 * @param newestFirst whether the present frame comes first; otherwise it comes last
 * @param zeros whether the frames before the first sample are zeros; otherwise they repeat it
 */
public record History(int frames, boolean newestFirst, boolean zeros) {
  /** The present frame only. */
  public static final History NONE = new History(1, false, false);

  private static final int MOST = 1000;

  /** Checks the number. */
  public History {
    if (frames < 1 || frames > MOST) {
      throw new IllegalArgumentException(
          "history has " + frames + " frames: allowed is 1 to " + MOST);
    }
  }
}

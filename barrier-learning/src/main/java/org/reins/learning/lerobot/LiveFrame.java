package org.reins.learning.lerobot;

/**
 * One frame of a running robot behind the filter. The arrays belong to the frame.
 *
 * @param stamp time of the cycle, ns
 * @param state positions of all joints, then velocities, rad and rad/s; finite
 * @param action what the filter sent, N·m; finite
 * @param asked what the policy's action amounts to, N·m; NaN without a usable action
 * @param margin of the barrier, B − δ − margin, smallest since the status before; NaN without one
 * @param intervention largest change of the command since the status before, share of its limits
 * @param level of the envelope in force
 * @param acted most severe action of the filter since the status before, see FilterStatus
 */
public record LiveFrame(
    long stamp,
    float[] state,
    float[] action,
    float[] asked,
    float margin,
    float intervention,
    long level,
    long acted) {
  /** Whether state and action are finite: others cannot be learned from. */
  public boolean isFinite() {
    return finite(state) && finite(action);
  }

  private static boolean finite(float[] values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        return false;
      }
    }
    return true;
  }
}

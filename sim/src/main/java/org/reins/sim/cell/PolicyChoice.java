package org.reins.sim.cell;

import java.util.List;

/** The policy of a cell. Immutable. */
public sealed interface PolicyChoice {
  /**
   * A trained network.
   *
   * @param name {@code built-in}, or the path of an ONNX file
   */
  record Network(String name) implements PolicyChoice {}

  /** A stand-in that moves the tool to the goals. */
  record Chase() implements PolicyChoice {}

  /** Nonsensical joint targets. */
  record Wild() implements PolicyChoice {}

  /**
   * A fixed cycle of joint positions.
   *
   * @param poses rad, each one number per joint; not to be modified
   * @param seconds for each pose, s, 0.1 to 60
   */
  record Scripted(List<double[]> poses, double seconds) implements PolicyChoice {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public Scripted {
      poses = List.copyOf(poses);
      if (poses.size() < 2 || !(seconds >= 0.1 && seconds <= 60)) {
        throw new IllegalArgumentException(
            "it has "
                + poses.size()
                + " poses of "
                + seconds
                + " s: allowed are at least 2 poses of 0.1 to 60 s");
      }
    }
  }
}

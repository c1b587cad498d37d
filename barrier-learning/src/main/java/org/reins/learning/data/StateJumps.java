package org.reins.learning.data;

import java.util.Arrays;
import java.util.Optional;
import org.reins.sim.Transitions;

/**
 * Looks for transitions that lead from the end of an episode to the start of another one, in a
 * recording that does not number its episodes: there most numbers of the state jump.
 */
final class StateJumps {
  private static final double MANY = 10;
  private static final int SAMPLES = 10_000;

  private StateJumps() {}

  /** A sentence on the jumps; empty if there are none. */
  static Optional<String> of(Transitions t, String howToNumber) {
    float[] usual = usual(t);
    int varying = 0;
    for (float u : usual) {
      varying += u > 0 ? 1 : 0;
    }
    long found = 0;
    int first = -1;
    for (int r = 0; r < t.count() && varying > 0; r++) {
      int jumping = 0;
      for (int i = 0; i < usual.length; i++) {
        jumping += usual[i] > 0 && step(t, r, i) > MANY * usual[i] ? 1 : 0;
      }
      if (2 * jumping >= varying) {
        first = found++ == 0 ? r : first;
      }
    }
    return found == 0
        ? Optional.empty()
        : Optional.of(
            "the state jumps in "
                + found
                + " transitions, first in number "
                + first
                + ": if episodes begin there, "
                + howToNumber);
  }

  /** The step that nine of ten transitions do not exceed, for each number of a state. */
  private static float[] usual(Transitions t) {
    float[] usual = new float[t.stateSize()];
    int every = Math.max(1, t.count() / SAMPLES);
    float[] steps = new float[(t.count() + every - 1) / every];
    for (int i = 0; i < usual.length && steps.length > 0; i++) {
      for (int k = 0; k < steps.length; k++) {
        steps[k] = step(t, k * every, i);
      }
      Arrays.sort(steps);
      usual[i] = steps[steps.length * 9 / 10];
    }
    return usual;
  }

  private static float step(Transitions t, int r, int i) {
    int at = r * t.stateSize() + i;
    return Math.abs(t.nextState()[at] - t.state()[at]);
  }
}

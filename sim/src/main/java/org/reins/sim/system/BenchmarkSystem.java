package org.reins.sim.system;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.reins.filter.sampleddata.ControlAffine;

/**
 * A small system ẋ = f(x) + G(x) u + w, u in U, w in W. Its largest safe set (the kernel of {h ≥
 * 0}) can be computed, so that filters and learned barriers can be compared with the exact result.
 * Positive h is safe. Immutable; evaluating allocates nothing.
 */
public interface BenchmarkSystem extends ControlAffine {
  /** The constants of a system; always the same object. */
  Facts facts();

  /** Name on the command line. */
  default String name() {
    return facts().name;
  }

  /** Names of the state numbers, with units. */
  default List<String> stateNames() {
    return facts().stateNames;
  }

  @Override
  default int states() {
    return facts().stateNames.size();
  }

  @Override
  default int inputs() {
    return facts().inputNames.size();
  }

  /** U. */
  default InputSet inputSet() {
    return facts().inputSet;
  }

  /** Lower corner of the box of states in which barriers are scored; not to be modified. */
  default double[] lower() {
    return facts().lower;
  }

  /** Upper corner of that box; not to be modified. */
  default double[] upper() {
    return facts().upper;
  }

  /** The box over which the value function is computed; no smaller than the scored box. */
  default Domain domain() {
    return facts().domain;
  }

  /** Sampling period of data and filter, s. */
  default double period() {
    return facts().period;
  }

  /** Length of an episode, s. */
  default double episode() {
    return facts().episode;
  }

  /** Time after which the smallest h along a best trajectory is decided, s. */
  default double horizon() {
    return facts().horizon;
  }

  /** Largest |ẋᵢ| in the domain; not to be modified. */
  default double[] rate() {
    return facts().rate;
  }

  /** Safety margin h of a state. */
  double h(double[] x);

  /** Decides whether a state is in the kernel, if that is known without a grid; otherwise null. */
  default Predicate<double[]> exactKernel() {
    return null;
  }

  /**
   * The command of a task that ignores safety.
   *
   * @param u overwritten with an admissible input
   */
  void nominal(double[] x, double[] u);

  /** Reward of one period of the task that starts in x. */
  double reward(double[] x);

  /** Corners of W: rates added to ẋ by an adversary; one row of zeros if there is no adversary. */
  default double[][] disturbances() {
    return new double[1][states()];
  }

  /**
   * Computes sound bounds of ∂vᵢ/∂xⱼ, v = f + G u, over a box of states.
   *
   * @param lower lower ends, not modified
   * @param upper upper ends, not modified
   * @param u input, the same in the whole box, not modified
   * @param out overwritten
   */
  void slopes(double[] lower, double[] upper, double[] u, SlopeBounds out);

  /**
   * The constants of a system. No array may be modified.
   *
   * @param name name on the command line
   * @param stateNames names of the state numbers, with units
   * @param inputNames names of the inputs, with units
   * @param inputSet U
   * @param lower lower corner of the box of states in which barriers are scored
   * @param upper upper corner of that box
   * @param domain box over which the value function is computed
   * @param gridPoints number of points of a sufficiently fine grid, one number per dimension
   * @param period period of data and filter, s
   * @param episode length of an episode, s
   * @param horizon time after which the smallest h along a best trajectory is decided, s
   * @param rate largest |ẋᵢ| in the domain
   * @param acceleration largest |ẍᵢ| in the domain under a held input
   */
  record Facts(
      String name,
      List<String> stateNames,
      List<String> inputNames,
      InputSet inputSet,
      double[] lower,
      double[] upper,
      Domain domain,
      int[] gridPoints,
      double period,
      double episode,
      double horizon,
      double[] rate,
      double[] acceleration) {}

  /**
   * A box of states.
   *
   * @param lower lower corner; not to be modified
   * @param upper upper corner; not to be modified
   * @param periodic which state numbers are angles over one turn; not to be modified
   */
  record Domain(double[] lower, double[] upper, boolean[] periodic) {
    /** Clamps a state to the box, and wraps its angles. */
    public void keepInside(double[] x) {
      for (int i = 0; i < x.length; i++) {
        if (periodic[i]) {
          double turn = upper[i] - lower[i];
          x[i] -= turn * Math.floor((x[i] - lower[i]) / turn);
        } else {
          x[i] = Math.max(lower[i], Math.min(upper[i], x[i]));
        }
      }
    }
  }

  /** Intervals of ∂vᵢ/∂xⱼ, owned by the caller. */
  final class SlopeBounds {
    private final int states;
    private final double[] low;
    private final double[] high;

    /** Makes intervals for a number of states, all zero. */
    public SlopeBounds(int states) {
      this.states = states;
      low = new double[states * states];
      high = new double[states * states];
    }

    /** The lower end of ∂vᵢ/∂xⱼ. */
    public double low(int i, int j) {
      return low[i * states + j];
    }

    /** The upper end of ∂vᵢ/∂xⱼ. */
    public double high(int i, int j) {
      return high[i * states + j];
    }

    /** Sets all to zero. */
    void clear() {
      Arrays.fill(low, 0);
      Arrays.fill(high, 0);
    }

    void set(int i, int j, double least, double greatest) {
      low[i * states + j] = least;
      high[i * states + j] = greatest;
    }
  }
}

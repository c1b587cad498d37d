package org.reins.launch.experiment;

import java.util.function.Supplier;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.planner.EnvelopePlanner;

/** Who decides the envelope during a training. */
public enum EnvelopeSource {
  /** Nobody: the base throughout. */
  TIGHT,
  /** Nobody: the widest throughout. */
  LOOSE,
  /** The planner. */
  DYNAMIC;

  /** Makes an environment in which somebody decides the envelope. */
  public interface Maker<T> {
    /**
     * Makes one.
     *
     * @param envelope asked in each cycle
     * @param planner told what happens, or null
     */
    T make(Supplier<Envelope> envelope, EnvelopePlanner planner);
  }

  /**
   * Makes an environment under this regime.
   *
   * @param planners makes a planner at the base, where one decides
   */
  public <T> T make(Maker<T> maker, Supplier<EnvelopePlanner> planners) {
    EnvelopeLevels ladder = EnvelopeLevels.DEFAULT;
    return switch (this) {
      case TIGHT -> maker.make(ladder::base, null);
      case LOOSE -> maker.make(() -> ladder.at(ladder.top()), null);
      case DYNAMIC -> {
        EnvelopePlanner planner = planners.get();
        yield maker.make(planner::envelope, planner);
      }
    };
  }
}

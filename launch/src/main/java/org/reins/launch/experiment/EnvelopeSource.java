package org.reins.launch.experiment;

import java.util.Map;
import java.util.function.Supplier;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.planner.EnvelopePlanner;
import org.reins.node.planner.PlannerTuning;

/** The source of the envelope during a training. */
public enum EnvelopeSource {
  /** Fixed: the base throughout. */
  TIGHT,
  /** Fixed: the widest throughout. */
  LOOSE,
  /** The planner. */
  DYNAMIC;

  /** Creates an environment with a given envelope source. */
  public interface Maker<T> {
    /**
     * Creates an environment.
     *
     * @param envelope queried in each cycle
     * @param planner notified of events, or null
     */
    T make(Supplier<Envelope> envelope, EnvelopePlanner planner);
  }

  /**
   * Creates an environment under this regime.
   *
   * @param planners creates a planner at the base, for the regime with a planner
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

  /**
   * A planner at the base with the node's default parameters.
   *
   * @param own parameters with other values
   * @param drift predicts how competence drifts; null for none
   */
  public static EnvelopePlanner planner(Map<String, ParameterValue> own, DriftPredictor drift) {
    ParameterStore store = new ParameterStore(ParameterSpecs.ofNode("envelope_planner"), own);
    return new EnvelopePlanner(
        EnvelopeLevels.DEFAULT,
        PlannerTuning.of(store.snapshot()),
        drift,
        (before, to, decidedBy, why) -> {});
  }
}

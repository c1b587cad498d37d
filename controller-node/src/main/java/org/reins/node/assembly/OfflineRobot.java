package org.reins.node.assembly;

import java.util.Map;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.envelope.OperatorLimits;
import org.reins.node.filter.FilterTuning;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.replay.ReplayedRobot;

/**
 * The cycle of the controller node without a graph: its inputs are given, its commands go nowhere.
 *
 * @param robot its cycle
 * @param tuning of the parameters, at the base envelope
 */
public record OfflineRobot(ReplayedRobot robot, FilterTuning tuning) {
  /** Makes it from parameters of the node; those that are left out have their defaults. */
  public static OfflineRobot of(Map<String, ParameterValue> parameters) {
    ParameterSnapshot p =
        new ParameterStore(ParameterSpecs.ofNode("safety_filter"), parameters).snapshot();
    OperatorLimits operator = OperatorLimits.of(p);
    Envelope base = EnvelopeLevels.DEFAULT.base();
    EffectiveEnvelope effective = EffectiveEnvelope.of(base, operator, EnvelopeLevels.DEFAULT);
    FilterTuning tuning =
        new FilterTuning(
            base,
            effective,
            effective,
            operator.profile(),
            operator.toolSpeed(),
            p.number("filter.alpha"),
            p.number("action_timeout"),
            p.number("envelope.timeout"));
    return new OfflineRobot(RobotKind.of(p.text("robot")).replay(p, false), tuning);
  }
}

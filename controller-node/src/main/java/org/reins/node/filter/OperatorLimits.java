package org.reins.node.filter;

import org.reins.node.parameters.ParameterSnapshot;

/**
 * What the operator allows, from the parameters {@code envelope.*}.
 *
 * @param speedScale largest share of the joint speed limits
 * @param stiffnessScale largest share of the asked stiffness
 * @param margin least margin, m
 * @param maxLevel highest level
 */
record OperatorLimits(double speedScale, double stiffnessScale, double margin, int maxLevel) {
  static OperatorLimits of(ParameterSnapshot p) {
    return new OperatorLimits(
        p.number("envelope.speed_scale"),
        p.number("envelope.stiffness_scale"),
        p.number("envelope.barrier_margin"),
        p.integer("envelope.max_level"));
  }
}

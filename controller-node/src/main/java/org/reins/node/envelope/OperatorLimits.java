package org.reins.node.envelope;

import org.reins.node.parameters.ParameterSnapshot;

/**
 * What the operator and the safety profile allow, from the parameters {@code envelope.*} and {@code
 * profiles.*}.
 *
 * @param speedScale largest share of the joint speed limits
 * @param stiffnessScale largest share of the asked stiffness
 * @param margin least margin, m
 * @param maxLevel highest level
 * @param profile that is in force
 * @param toolSpeed largest speed of the tool, m/s
 */
public record OperatorLimits(
    double speedScale,
    double stiffnessScale,
    double margin,
    int maxLevel,
    SafetyProfile profile,
    double toolSpeed) {
  public static OperatorLimits of(ParameterSnapshot p) {
    SafetyProfile profile = SafetyProfile.of(p);
    return new OperatorLimits(
        p.number("envelope.speed_scale"),
        p.number("envelope.stiffness_scale"),
        p.number("envelope.barrier_margin"),
        Math.min(p.integer("envelope.max_level"), profile.maxLevel(p)),
        profile,
        profile.toolSpeed(p));
  }
}

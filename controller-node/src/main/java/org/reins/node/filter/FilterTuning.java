package org.reins.node.filter;

import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.envelope.SafetyProfile;

/**
 * All that may change while the loop runs, at one moment: a cycle takes one of these and nothing
 * else.
 *
 * @param planned while the planner is alive
 * @param silent while it is not: at the base
 * @param profile the safety profile
 * @param toolSpeed largest speed of the tool, m/s
 * @param alpha α of the learned barrier, 1/s
 * @param actionTimeout s
 * @param envelopeTimeout s
 */
public record FilterTuning(
    EffectiveEnvelope planned,
    EffectiveEnvelope silent,
    SafetyProfile profile,
    double toolSpeed,
    double alpha,
    double actionTimeout,
    double envelopeTimeout) {}

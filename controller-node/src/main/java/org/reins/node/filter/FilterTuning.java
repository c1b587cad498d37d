package org.reins.node.filter;

import org.reins.filter.Envelope;
import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.envelope.SafetyProfile;

/**
 * All settings that may change while the loop runs, as one consistent set: each cycle uses exactly
 * one of these.
 *
 * @param granted what the planner granted last, before the operator's limits
 * @param planned envelope while the planner is alive
 * @param silent envelope while the planner is silent: the base
 * @param profile the safety profile
 * @param toolSpeed largest speed of the tool, m/s
 * @param alpha α of the learned barrier, 1/s
 * @param actionTimeout s
 * @param envelopeTimeout s
 */
public record FilterTuning(
    Envelope granted,
    EffectiveEnvelope planned,
    EffectiveEnvelope silent,
    SafetyProfile profile,
    double toolSpeed,
    double alpha,
    double actionTimeout,
    double envelopeTimeout) {}

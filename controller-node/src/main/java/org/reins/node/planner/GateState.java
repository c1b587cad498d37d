package org.reins.node.planner;

/**
 * The state of a gate.
 *
 * @param level its level
 * @param evidence evidence at this level, for the metric with the least evidence
 * @param needed evidence needed for the next level
 * @param seconds time at this level since the last setback, s
 * @param weakest name of the metric with the least evidence
 */
public record GateState(int level, double evidence, double needed, double seconds, String weakest) {
  static GateState of(CompetenceGate gate) {
    return new GateState(
        gate.level(), gate.wealth(), gate.needed(), gate.secondsAtLevel(), gate.weakestMetric());
  }
}

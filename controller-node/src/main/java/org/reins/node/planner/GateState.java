package org.reins.node.planner;

/**
 * Where a gate stands.
 *
 * @param level its level
 * @param evidence gathered there, for the metric that has the least
 * @param needed for the next level
 * @param seconds spent there since the last setback
 * @param weakest name of the metric that has the least evidence
 */
public record GateState(int level, double evidence, double needed, double seconds, String weakest) {
  static GateState of(CompetenceGate gate) {
    return new GateState(
        gate.level(), gate.wealth(), gate.needed(), gate.secondsAtLevel(), gate.weakestMetric());
  }
}

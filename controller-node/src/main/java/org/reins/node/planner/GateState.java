package org.reins.node.planner;

/**
 * Where a gate stood before a decision.
 *
 * @param level its level
 * @param evidence gathered there
 * @param needed for the next level
 * @param seconds spent there
 */
public record GateState(int level, double evidence, double needed, double seconds) {
  static GateState of(CompetenceGate gate) {
    return new GateState(gate.level(), gate.wealth(), gate.needed(), gate.secondsAtLevel());
  }
}

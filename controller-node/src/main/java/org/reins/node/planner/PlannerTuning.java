package org.reins.node.planner;

import org.reins.node.parameters.ParameterSnapshot;

/**
 * What the planner goes by, from the parameters {@code planner.*}.
 *
 * @param maxLevel highest level that is offered
 * @param disturbance share of a joint's torque limit that, unexplained by the model, is an alarm
 * @param challenge share of the allowed speed above which the robot counts as challenged
 * @param near how far inside of its margin the arm must be for a near-violation, m
 * @param fall how far inside of its margin the arm must be for an immediate fall by one level, m
 */
record PlannerTuning(int maxLevel, double disturbance, double challenge, double near, double fall) {
  static PlannerTuning of(ParameterSnapshot p) {
    return new PlannerTuning(
        p.integer("planner.max_level"),
        p.number("planner.disturbance"),
        p.number("planner.challenge"),
        p.number("planner.near"),
        p.number("planner.fall"));
  }
}

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
 * @param interventions share of a block's cycles in which the learned barrier may act
 * @param interventionSize share of the torque that the filter may change, on average
 * @param jerk change of the nominal torque from cycle to cycle, share of the limit, on average
 * @param variance variance of the nominal torque over 0.1 s, share of the limit squared, on average
 * @param contactEnergy kinetic energy that the arm may bring inside of a margin, J
 * @param trackingError how far velocities may go otherwise than the model says, rad/s
 * @param misses share of a block's cycles that may come too late
 * @param missesFall share of a period's cycles that come too late at which the level falls by one
 * @param drift danger that is an alarm, as a multiple of the drift predictor's threshold
 */
public record PlannerTuning(
    int maxLevel,
    double disturbance,
    double challenge,
    double near,
    double fall,
    double interventions,
    double interventionSize,
    double jerk,
    double variance,
    double contactEnergy,
    double trackingError,
    double misses,
    double missesFall,
    double drift) {
  /** From a node's parameters. */
  public static PlannerTuning of(ParameterSnapshot p) {
    return new PlannerTuning(
        p.integer("planner.max_level"),
        p.number("planner.disturbance"),
        p.number("planner.challenge"),
        p.number("planner.near"),
        p.number("planner.fall"),
        p.number("planner.interventions"),
        p.number("planner.intervention_size"),
        p.number("planner.jerk"),
        p.number("planner.variance"),
        p.number("planner.contact_energy"),
        p.number("planner.tracking_error"),
        p.number("planner.misses"),
        p.number("planner.misses_fall"),
        p.number("planner.drift"));
  }
}

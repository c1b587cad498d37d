package org.reins.node.planner;

import org.reins.node.parameters.ParameterSnapshot;

/**
 * The planner's settings, from the parameters {@code planner.*}.
 *
 * @param maxLevel highest level that is offered
 * @param disturbance alarm threshold for torque that the model does not explain, as a share of the
 *     joint's torque limit
 * @param challenge share of the allowed speed above which the robot counts as challenged
 * @param near depth inside its margin at which the arm counts as a near-violation, m
 * @param fall depth inside its margin at which the arm loses one level at once, m
 * @param interventions share of a block's cycles in which the learned barrier may act
 * @param interventionSize share of the torque that the filter may change, on average
 * @param jerk change of the nominal torque from cycle to cycle, share of the limit, on average
 * @param variance variance of the nominal torque over 0.1 s, share of the limit squared, on average
 * @param contactEnergy largest kinetic energy of the arm inside a margin, J
 * @param trackingError largest difference between measured and predicted velocities, rad/s
 * @param misses share of a block's cycles that may miss their deadline
 * @param missesFall share of a period's cycles with missed deadlines at which the level falls by
 *     one
 * @param drift alarm threshold of the danger, as a multiple of the drift predictor's threshold
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
  /** Reads the settings from a node's parameters. */
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

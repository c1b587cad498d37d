package org.reins.sim.contract;

import org.reins.filter.policy.PolicyDescription;

/**
 * An alternative contract that may be the right one.
 *
 * @param term what differs, as in a finding
 * @param words how it differs, to follow "the robot stands and walks"
 * @param description with the difference
 */
public record Repair(String term, String words, PolicyDescription description) {}

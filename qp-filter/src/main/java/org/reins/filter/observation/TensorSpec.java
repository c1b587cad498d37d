package org.reins.filter.observation;

/**
 * A tensor that a network must have.
 *
 * @param name name; empty for the only one of its direction
 * @param numbers total number of values
 */
public record TensorSpec(String name, int numbers) {}

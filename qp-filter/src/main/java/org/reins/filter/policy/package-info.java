/**
 * Descriptions of policies, {@code reins/policy/1}: what a network sees, in which order and scale,
 * what its answers mean, and the gains and rate that it was trained with.
 */
package org.reins.filter.policy;

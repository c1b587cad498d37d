/** Barriers learned from rollouts of a model. */
package org.reins.learning.rollout;

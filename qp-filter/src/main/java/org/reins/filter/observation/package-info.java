/** Observations and actions of policies. */
package org.reins.filter.observation;

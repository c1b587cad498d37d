/** Drift prediction: how likely a violation is within a short horizon, from an absorbing chain. */
package org.reins.node.drift;

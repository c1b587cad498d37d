/**
 * Checks a policy's contract by a short probe in the embedded simulator, and finds what is wrong
 * with it by probing the contracts that people confuse with it.
 */
package org.reins.sim.contract;

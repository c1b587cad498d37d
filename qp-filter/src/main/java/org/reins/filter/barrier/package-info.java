/**
 * Learned barriers: the file, the network and its gradient in plain loops or on vector registers,
 * ensembles, and sound bounds over boxes of states.
 */
package org.reins.filter.barrier;

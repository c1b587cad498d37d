/** Small systems with known safe sets, as references for filters and learners. */
package org.reins.sim.system;

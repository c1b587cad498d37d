/** Small systems whose safe sets are known, to measure filters and learners against. */
package org.reins.sim.system;

/**
 * What can differ between a cell's file and the cell as it is simulated, and how near a run came.
 */
package org.reins.sim.variation;

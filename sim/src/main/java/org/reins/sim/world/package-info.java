/** Regions in the world around an arm, and the goals of its task: plain geometry, in m and rad. */
package org.reins.sim.world;

/** Gazebo 11 as an additional simulator, in lockstep over a Unix socket, if it is set up. */
package org.reins.sim.gazebo;

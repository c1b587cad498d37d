/** Gazebo 11 as a further simulator, in lockstep over a unix socket, where it has been set up. */
package org.reins.sim.gazebo;

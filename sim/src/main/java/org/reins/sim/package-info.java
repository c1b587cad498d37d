/**
 * Simulated robots and worlds, the judge that knows their true state, the closed loop without ROS,
 * and recording.
 *
 * <p>Everything is seeded and reproducible. SI units; world axes are those of the robot's base, z
 * up.
 */
package org.reins.sim;

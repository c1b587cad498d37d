/**
 * Outputs that convert the filter's answer for the robot: torques, velocities, positions, points.
 */
package org.reins.node.output;

/**
 * What the filter's answer is turned into for the robot: torques, velocities, positions, points.
 */
package org.reins.node.output;

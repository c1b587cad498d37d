/**
 * What a robot is: limits, kinematics, inertia and control facts read from one YAML file, and the
 * rigid-body dynamics that follow from them.
 *
 * <p>SI units and radians everywhere. Nothing here knows ROS or learning.
 */
package org.reins.robot;

/** Reads and writes URDF. */
package org.reins.robot.urdf;

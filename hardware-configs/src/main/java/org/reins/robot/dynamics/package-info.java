/** Rigid-body dynamics: inertia matrix, bias torques, Jacobians; bolted down or floating. */
package org.reins.robot.dynamics;

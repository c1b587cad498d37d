/** Rigid-body dynamics: inertia matrix, bias torques, Jacobians; fixed or floating base. */
package org.reins.robot.dynamics;

/** MuJoCo as a second simulator of the arms, where it is installed. */
package org.reins.sim.mujoco;

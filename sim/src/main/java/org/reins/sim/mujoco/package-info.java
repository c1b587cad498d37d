/** MuJoCo as a second simulator, if it is installed. */
package org.reins.sim.mujoco;

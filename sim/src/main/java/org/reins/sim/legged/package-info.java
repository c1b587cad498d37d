/** Legged robots: their simulator, the ground, the gait, falls and what makes them likely. */
package org.reins.sim.legged;

/** Legged robots: their simulator, the ground, the gait, falls and scenarios that cause them. */
package org.reins.sim.legged;

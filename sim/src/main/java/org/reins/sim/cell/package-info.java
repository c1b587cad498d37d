/** Cell files: a robot, its world and its task, read from one YAML and checked as a whole. */
package org.reins.sim.cell;

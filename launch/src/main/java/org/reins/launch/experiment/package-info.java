/** Experiments: the filter, the planner and a simulated arm in one thread, in lockstep. */
package org.reins.launch.experiment;

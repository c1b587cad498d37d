package org.reins.launch.campaign;

import java.io.Serializable;
import org.reins.sim.variation.Conditions;

/**
 * A run that is planned.
 *
 * @param row its number in the campaign, from 0
 * @param part why it is run: see {@link Part}
 * @param seed of everything random in it
 * @param conditions what differs from the cell
 * @param risk probability of a failure, as expected when it was planned; NaN if nothing was known
 */
record Trial(int row, Part part, long seed, Conditions conditions, double risk)
    implements Serializable {}

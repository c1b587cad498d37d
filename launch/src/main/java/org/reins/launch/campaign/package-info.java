/** Campaigns: many runs of a cell under varied conditions, and where they fail. */
package org.reins.launch.campaign;

/** Records what each cycle of the control loop used and sent, off the control thread, into MCAP. */
package org.reins.node.record;

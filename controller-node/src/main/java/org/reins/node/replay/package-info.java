/** Runs the filter again on a recording, and says what differs and why. */
package org.reins.node.replay;

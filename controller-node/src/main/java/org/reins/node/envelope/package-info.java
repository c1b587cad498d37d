/** The envelope in force: the least of hardware, operator and planner. */
package org.reins.node.envelope;

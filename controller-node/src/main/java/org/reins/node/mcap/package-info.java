/** MCAP files, version 0 of the specification: a writer and a reader that survives damage. */
package org.reins.node.mcap;

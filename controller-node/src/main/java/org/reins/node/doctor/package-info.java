/**
 * Checks a machine, its graph and the files of a robot before the filter runs: each check says what
 * it found and, where something is wrong, the line that mends it.
 */
package org.reins.node.doctor;

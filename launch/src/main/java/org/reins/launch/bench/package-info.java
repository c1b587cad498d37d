/**
 * {@code reins bench}: the cost of the parts of the filter, compared with a baseline in the same
 * run.
 */
package org.reins.launch.bench;

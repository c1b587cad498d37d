/**
 * One step of the safety filter: nominal command, constraint rows, quadratic program, fallback and
 * post-check.
 *
 * <p>Pure maths on arrays allocated once. Nothing here knows ROS, reads a clock, or learns. What
 * runs on the control thread neither allocates, blocks, throws nor logs; constructors throw on bad
 * input.
 */
package org.reins.filter;

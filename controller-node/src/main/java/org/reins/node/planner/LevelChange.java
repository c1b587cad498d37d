package org.reins.node.planner;

/**
 * One change of level.
 *
 * @param nanos monotonic time when it was decided, ns
 * @param from level before
 * @param to level after
 * @param why in words
 */
public record LevelChange(long nanos, int from, int to, String why) {}

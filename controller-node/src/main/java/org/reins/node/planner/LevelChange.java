package org.reins.node.planner;

/**
 * A change of level.
 *
 * @param nanos monotonic time when it was decided, ns
 * @param from level before
 * @param to level after
 * @param why reason, in words
 */
public record LevelChange(long nanos, int from, int to, String why) {}

package org.reins.filter.constraint;

/**
 * The name of a constraint row.
 *
 * @param name short and without spaces, as in statuses: {@code panda_joint4.upper}
 * @param words as in an explanation: {@code panda_joint4 upper bound}
 * @param unit of the remaining distance to the row's limit: rad, m, m/s, rad/s or J
 */
public record RowName(String name, String words, String unit) {}

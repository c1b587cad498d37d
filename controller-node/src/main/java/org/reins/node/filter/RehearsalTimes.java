package org.reins.node.filter;

/**
 * How long a cycle of the self-test took, once its code was compiled: the filter and the report,
 * without waiting and without the middleware.
 *
 * @param cycles made-up cycles run
 * @param medianNanos median of the timed ones, ns
 * @param p99Nanos 99th percentile of the timed ones, ns
 */
public record RehearsalTimes(int cycles, double medianNanos, double p99Nanos) {}

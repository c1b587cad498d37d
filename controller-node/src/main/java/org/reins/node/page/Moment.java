package org.reins.node.page;

import java.util.List;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;

/**
 * What the filter did at one time: the worst of a few cycles.
 *
 * @param nanos when this machine heard of it, monotonic, ns
 * @param action of the filter
 * @param reason for the action
 * @param acting constraints that acted, each in words
 * @param margin smallest of the margins, m; NaN without one
 */
record Moment(
    long nanos, FilterAction action, FilterReason reason, List<String> acting, double margin) {}

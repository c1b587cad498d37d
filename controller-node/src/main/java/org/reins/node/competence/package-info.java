/** Competence metrics: what the planner counts as evidence, each measured by the filter. */
package org.reins.node.competence;

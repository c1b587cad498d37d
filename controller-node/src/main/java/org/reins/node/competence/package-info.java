/** Competence metrics: the planner's evidence. Each is measured by the filter. */
package org.reins.node.competence;

/**
 * Quadratic programs in the loop: the problem, our own active-set solver on arrays allocated once,
 * and ojAlgo behind the same interface.
 */
package org.reins.filter.qp;

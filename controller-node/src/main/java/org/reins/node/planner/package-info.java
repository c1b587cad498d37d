/** The envelope planner: evidence of competence in, envelopes out. */
package org.reins.node.planner;

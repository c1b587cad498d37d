/** The envelope planner: it turns evidence of competence into envelopes. */
package org.reins.node.planner;

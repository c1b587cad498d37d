/** Who changed the envelope, when, why, and on what evidence: lines that are only ever added. */
package org.reins.node.audit;

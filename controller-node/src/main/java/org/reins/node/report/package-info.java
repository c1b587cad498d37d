/** The figures that a node writes when it ends, as JSON. */
package org.reins.node.report;

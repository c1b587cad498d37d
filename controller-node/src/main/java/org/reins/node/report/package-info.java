/** The figures that a node leaves behind when it ends, as JSON. */
package org.reins.node.report;

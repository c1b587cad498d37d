/** The in-process adapter: messages encoded and decoded again in one JVM, for tests. */
package org.reins.node.inprocess;

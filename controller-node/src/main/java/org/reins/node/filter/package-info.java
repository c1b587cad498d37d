/** The controller node: the filter in a real-time loop between topics. */
package org.reins.node.filter;

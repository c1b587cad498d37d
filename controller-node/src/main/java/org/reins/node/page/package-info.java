/**
 * The live page: what the filter does and why, in a browser on this machine. {@link
 * org.reins.node.page.PageBoard} holds what is shown, {@link org.reins.node.page.PageServer} serves
 * it, {@link org.reins.node.page.PageNode} fills it from the topics of a running filter. Nothing
 * here runs on the control thread.
 */
package org.reins.node.page;

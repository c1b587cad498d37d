/** The controller node's part for arms: joint states and actions in, commands of a mode out. */
package org.reins.node.arm;

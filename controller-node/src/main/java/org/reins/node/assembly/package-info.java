/**
 * Puts the nodes of Reins together from their parameters and files, and starts them: what runs
 * beside a robot. Neither simulators nor training are needed for it.
 */
package org.reins.node.assembly;

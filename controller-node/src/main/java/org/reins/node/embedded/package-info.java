/**
 * The embedded adapter: Fast DDS bundled with ihmc-pub-sub, without shared memory, on loopback
 * unless the environment variables say otherwise.
 */
package org.reins.node.embedded;

/**
 * The embedded adapter: Fast DDS as bundled by ihmc-pub-sub, on loopback, without shared memory.
 */
package org.reins.node.embedded;

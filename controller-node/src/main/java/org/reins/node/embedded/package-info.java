/**
 * The embedded adapter: Fast DDS as bundled by ihmc-pub-sub, on loopback unless the environment
 * says else, without shared memory.
 */
package org.reins.node.embedded;

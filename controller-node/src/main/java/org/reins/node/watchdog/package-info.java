/**
 * The independent watchdog: a small process that brings the robot to rest when the filter's
 * heartbeat is missing. It shares memory with the filter and the robot's driver, and no middleware.
 */
package org.reins.node.watchdog;

/**
 * LeRobot data sets of the versions 2.1 and 3.0: what is in their folders, and writing one. How
 * their rows become a recording is a matter of {@code org.reins.learning.data}.
 */
package org.reins.learning.lerobot;

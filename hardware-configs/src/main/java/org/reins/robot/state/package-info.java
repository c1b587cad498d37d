/** What the sensors of a robot say. */
package org.reins.robot.state;

/** The measured state of a robot. */
package org.reins.robot.state;

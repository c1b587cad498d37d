/** Controller managers of ros2_control: parameters of reins_controller, and where ROS 2 is. */
package org.reins.launch.roscontrol;

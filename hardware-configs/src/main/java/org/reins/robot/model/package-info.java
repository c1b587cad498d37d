/** The model of a robot: joints, links, limits, geometry and control. */
package org.reins.robot.model;

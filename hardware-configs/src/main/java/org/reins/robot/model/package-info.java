/** What a robot is: joints, links, limits, geometry, how it is commanded. */
package org.reins.robot.model;

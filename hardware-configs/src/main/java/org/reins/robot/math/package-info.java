/** Small linear algebra without allocation. */
package org.reins.robot.math;

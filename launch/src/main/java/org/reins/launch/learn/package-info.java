/** Commands from recordings to a certified barrier or a policy. */
package org.reins.launch.learn;

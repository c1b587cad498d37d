/** Commands about policies that others trained. */
package org.reins.launch.policy;

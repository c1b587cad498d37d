/** Commands that run a simulator. */
package org.reins.launch.simulate;

/** Commands that list what is available and explain what happened. */
package org.reins.launch.inspect;

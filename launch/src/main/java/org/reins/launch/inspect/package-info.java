/** Commands that say what there is and what happened. */
package org.reins.launch.inspect;

/** A cell's arm behind the filter as environments for learners in other processes. */
package org.reins.launch.gym;

/** Steps of the filters under states that no robot sends, and what becomes of the commands. */
package org.reins.launch.fuzz;

/** Fuzz tests: filter steps on states that no robot sends, and checks of the resulting commands. */
package org.reins.launch.fuzz;

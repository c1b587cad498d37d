/** Broken copies of files, and what a refusal must look like: for fuzz commands and tests. */
package org.reins.robot.fuzz;

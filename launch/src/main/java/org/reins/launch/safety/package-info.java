/** The safety case: hazards, claims, arguments, evidence and assumptions, as data. */
package org.reins.launch.safety;

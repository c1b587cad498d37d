/**
 * Constraints of an arm, each as a small class that writes rows over accelerations: joints, speeds,
 * distances, energies, learned barriers; and for legged robots the tilt and height of the base.
 */
package org.reins.filter.constraint;

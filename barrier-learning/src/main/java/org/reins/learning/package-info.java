/**
 * From recorded data to a barrier file: datasets, value-guided barrier learning in DJL,
 * calibration.
 */
package org.reins.learning;

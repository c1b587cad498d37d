/** Assurance of barriers: calibration, certificates and cell-wise proofs. */
package org.reins.learning.assurance;

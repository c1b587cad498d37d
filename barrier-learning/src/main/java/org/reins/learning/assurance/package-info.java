/** What a barrier is worth: calibration, certificates, proofs by cells. */
package org.reins.learning.assurance;

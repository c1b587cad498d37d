/** Barriers learned as values of recorded transitions. */
package org.reins.learning.value;

/** Barriers learned as value functions of recorded transitions. */
package org.reins.learning.value;

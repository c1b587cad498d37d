/** Networks, their data, and the fits to these data. */
package org.reins.learning.fit;

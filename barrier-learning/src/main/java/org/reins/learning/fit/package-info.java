/** Networks, their data, and what is fitted to it. */
package org.reins.learning.fit;

/** {@code reins bench}: what the parts of the filter cost, beside a baseline in the same run. */
package org.reins.launch.bench;

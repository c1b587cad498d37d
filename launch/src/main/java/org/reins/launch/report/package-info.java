/** Progress on a terminal, and plots for pages. */
package org.reins.launch.report;

/** Progress on a terminal, pictures on a page. */
package org.reins.launch.report;

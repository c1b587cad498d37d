/** From a cell to a certified barrier: stages that resume, their manifest, and the report. */
package org.reins.launch.make;

/** The simulated robot as a node: states out, efforts in, and the judge's report at the end. */
package org.reins.launch.simnode;

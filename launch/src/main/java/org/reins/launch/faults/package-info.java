/** Faults that are injected into the running nodes, and what follows from them. */
package org.reins.launch.faults;

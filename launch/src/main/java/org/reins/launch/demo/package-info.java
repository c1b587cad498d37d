/** The whole system in one command, filter off and on. */
package org.reins.launch.demo;

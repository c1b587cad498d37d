/** A recording on the live page, with a time bar. */
package org.reins.launch.view;

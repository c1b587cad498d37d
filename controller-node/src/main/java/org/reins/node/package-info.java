/**
 * What all nodes share: the clock, the hand-over between threads, real-time scheduling, start-up.
 */
package org.reins.node;

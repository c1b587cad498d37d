/**
 * One step of the safety filter: state, action and envelope in, a command and what was done out;
 * the brake that is ready before anything can fail, and an explanation in words.
 */
package org.reins.filter;

/**
 * One step of the safety filter: state, action and envelope in, a command and a report out; the
 * brake, which is computed before anything can fail; and an explanation in words.
 */
package org.reins.filter;

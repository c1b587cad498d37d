/**
 * Effects of sampling and delay: a filter for ẋ = f(x) + G(x) u whose barrier condition is met
 * between samples, and for commands that act with a delay.
 */
package org.reins.filter.sampleddata;

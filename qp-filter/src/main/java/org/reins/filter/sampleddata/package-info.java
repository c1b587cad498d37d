/**
 * What sampling and delay cost: a filter for ẋ = f(x) + G(x) u whose barrier condition is met
 * between samples, and for commands that act late.
 */
package org.reins.filter.sampleddata;

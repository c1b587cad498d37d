/** The part of the filter for legged robots only: joints that carry a body on feet. */
package org.reins.filter.legged;

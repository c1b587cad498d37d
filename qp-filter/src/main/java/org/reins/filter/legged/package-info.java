/** The part of the filter that only legged robots need: joints that carry a body on feet. */
package org.reins.filter.legged;

/** The supervisor of a filter as data: modes, events, guards and the table of transitions. */
package org.reins.filter.supervision;

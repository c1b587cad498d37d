/** What happened in a run, from its recorded cycles: events, series for pictures, a report. */
package org.reins.node.story;

/** Where runs of a campaign fail: a model of the risk, what it is worth, and where to look next. */
package org.reins.learning.risk;

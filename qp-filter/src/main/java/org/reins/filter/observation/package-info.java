/** What a policy sees and does. */
package org.reins.filter.observation;

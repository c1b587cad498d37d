/** The documentation as a site of pages with a search that needs no server. */
package org.reins.launch.site;

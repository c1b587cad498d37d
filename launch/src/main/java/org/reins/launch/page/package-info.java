/** Feeds the live page from commands that simulate: what runs as nodes feeds it over its topics. */
package org.reins.launch.page;

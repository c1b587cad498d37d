/** Parts of pages that need no other file: escaped text, plots. */
package org.reins.node.html;

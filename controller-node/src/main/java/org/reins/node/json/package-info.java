/** JSON files. */
package org.reins.node.json;

/**
 * Signed arming: a receipt says with which files and parameters a robot may be driven, and the
 * filter drives it with no others.
 */
package org.reins.node.arming;

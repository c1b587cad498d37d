/**
 * Audit log: an append-only record of who changed the envelope, when, why, and on what evidence.
 */
package org.reins.node.audit;

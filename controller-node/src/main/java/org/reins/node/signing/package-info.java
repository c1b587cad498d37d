/** Ed25519 keys in files, signatures and SHA-256 sums. */
package org.reins.node.signing;

package org.reins.node.assembly;

import java.nio.file.Path;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.robot.ReinsException;

/**
 * The receipt that a node's parameters require.
 *
 * @param file the receipt
 * @param key the public key that must have signed it
 */
record RequiredReceipt(Path file, Path key) {
  /**
   * Reads the parameters.
   *
   * @return null if no receipt is required
   * @throws ReinsException if only one of the two is given: it would protect nothing
   */
  static RequiredReceipt of(ParameterSnapshot p) {
    String file = p.given("require_receipt");
    String key = p.given("receipt_key");
    if (file.isEmpty() && key.isEmpty()) {
      return null;
    }
    if (key.isEmpty()) {
      throw new ReinsException(
          "require_receipt is "
              + file
              + ", and receipt_key is none: name the public key that signs receipts");
    }
    if (file.isEmpty()) {
      throw new ReinsException(
          "receipt_key is " + key + ", and require_receipt is none: name the receipt");
    }
    return new RequiredReceipt(Path.of(file).toAbsolutePath(), Path.of(key).toAbsolutePath());
  }
}

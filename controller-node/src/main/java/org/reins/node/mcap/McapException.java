package org.reins.node.mcap;

import org.reins.robot.ReinsException;

/** An MCAP file cannot be read. */
public final class McapException extends ReinsException {
  private static final long serialVersionUID = 1;

  McapException(String message, Throwable cause) {
    super(message, cause);
  }

  McapException(String message) {
    super(message);
  }
}

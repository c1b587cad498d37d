package org.reins.node.audit;

import org.reins.robot.ReinsException;

/** An audit log cannot be used. The message is one sentence for the user. */
public final class AuditException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public AuditException(String message) {
    super(message);
  }
}

package org.reins.node.audit;

import org.reins.robot.ReinsException;

/** An audit log cannot be used; the message is one sentence for people. */
public final class AuditException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public AuditException(String message) {
    super(message);
  }
}

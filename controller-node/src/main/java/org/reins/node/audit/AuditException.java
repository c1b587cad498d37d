package org.reins.node.audit;

/** An audit log cannot be used; the message is one sentence for people. */
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public AuditException(String message) {
    super(message);
  }
}

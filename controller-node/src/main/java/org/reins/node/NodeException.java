package org.reins.node;

/** A node cannot begin its work; the message is one sentence for people. */
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public NodeException(String message) {
    super(message);
  }
}

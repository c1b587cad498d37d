package org.reins.node;

import org.reins.robot.ReinsException;

/** A node cannot begin its work; the message is one sentence for people. */
public final class NodeException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public NodeException(String message) {
    super(message);
  }
}

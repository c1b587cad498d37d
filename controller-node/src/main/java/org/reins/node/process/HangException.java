package org.reins.node.process;

import org.reins.robot.ReinsException;

/** An operation that takes milliseconds did not end; the message is one sentence for people. */
public final class HangException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates one with the sentence that people see. */
  public HangException(String message) {
    super(message);
  }
}

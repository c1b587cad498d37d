package org.reins.node.watchdog;

import org.reins.robot.ReinsException;

/** The watchdog or its file cannot be used; the message is one sentence for people. */
public final class WatchdogException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates one with the sentence that people see. */
  public WatchdogException(String message) {
    super(message);
  }
}

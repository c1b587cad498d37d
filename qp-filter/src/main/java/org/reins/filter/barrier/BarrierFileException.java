package org.reins.filter.barrier;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** A barrier file that cannot be used; the message is one sentence for people. */
public final class BarrierFileException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates one with the sentence that people see. */
  public BarrierFileException(String message) {
    super(OneLine.of(message));
  }

  /** Creates one with the sentence that people see and its cause. */
  public BarrierFileException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}

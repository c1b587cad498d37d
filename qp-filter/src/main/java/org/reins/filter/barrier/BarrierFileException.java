package org.reins.filter.barrier;

import org.reins.robot.OneLine;

/** A barrier file that cannot be used; the message is one sentence for people. */
public final class BarrierFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public BarrierFileException(String message) {
    super(OneLine.of(message));
  }

  /** Makes one with the sentence that people see and what caused it. */
  public BarrierFileException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}

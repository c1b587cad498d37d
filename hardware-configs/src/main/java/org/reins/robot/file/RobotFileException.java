package org.reins.robot.file;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/**
 * A robot file that cannot be used; the message is one sentence for the person who wrote the file.
 */
public final class RobotFileException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public RobotFileException(String message) {
    super(OneLine.of(message));
  }

  /** Makes one with the sentence that people see and what caused it. */
  public RobotFileException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}

package org.reins.robot.file;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** A robot file cannot be used. The message is one sentence for the author of the file. */
public class RobotFileException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public RobotFileException(String message) {
    super(OneLine.of(message));
  }

  /** Creates an exception with a message and a cause. */
  public RobotFileException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}

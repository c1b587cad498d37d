package org.reins.learning.parquet;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** A Parquet file, or a data set of such files, cannot be used. One sentence for the user. */
public final class ParquetFileException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public ParquetFileException(String message) {
    super(OneLine.of(message));
  }

  /** Creates an exception with a message and a cause. */
  public ParquetFileException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}

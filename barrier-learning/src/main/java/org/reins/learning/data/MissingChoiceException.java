package org.reins.learning.data;

/**
 * A recording is sound, but does not say something that only its user knows, such as h, dt or the
 * units. The message says how to declare it.
 */
public final class MissingChoiceException extends DataException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public MissingChoiceException(String message) {
    super(message);
  }
}

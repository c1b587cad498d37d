package org.reins.node;

/** Something that takes milliseconds did not end; the message is one sentence for people. */
public final class HangException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public HangException(String message) {
    super(message);
  }
}

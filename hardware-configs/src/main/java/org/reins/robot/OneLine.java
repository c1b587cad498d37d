package org.reins.robot;

/**
 * Texts of files in sentences for people: on one line, without control characters, which could
 * rewrite a terminal, and of bounded length, however long the text was.
 */
public final class OneLine {
  private static final int HEAD = 600;
  private static final int TAIL = 390;

  private OneLine() {}

  /** A text as it may stand in a sentence; of a long one the middle is left out. */
  public static String of(Object value) {
    String text = String.valueOf(value);
    if (text.length() > HEAD + TAIL + 3) {
      text = text.substring(0, HEAD) + " … " + text.substring(text.length() - TAIL);
    }
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char shown = isControl(text.charAt(i)) ? ' ' : text.charAt(i);
      boolean repeated = shown == ' ' && (line.isEmpty() || line.charAt(line.length() - 1) == ' ');
      if (!repeated) {
        line.append(shown);
      }
    }
    return line.toString().strip();
  }

  /** What an exception of a library says, without the names of classes in front of it. */
  public static String reason(Throwable e) {
    Throwable told = e;
    while (told.getCause() != null
        && (told.getMessage() == null || told.getMessage().contains(told.getCause().toString()))) {
      told = told.getCause();
    }
    return told.getMessage() == null ? told.getClass().getSimpleName() : of(told.getMessage());
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}

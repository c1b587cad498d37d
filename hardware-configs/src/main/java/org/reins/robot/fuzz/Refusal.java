package org.reins.robot.fuzz;

/** What the refusal of a file must look like: one sentence for people. */
public final class Refusal {
  private static final int LEAST = 10;
  private static final int MOST = 1_100;

  private Refusal() {}

  /**
   * What is wrong with the message of a refusal.
   *
   * @param message may be null
   * @return empty if it is one line, not too long, that says something
   */
  public static String complaint(String message) {
    if (message == null || message.length() <= LEAST || message.length() >= MOST) {
      return "the message is too short or too long";
    }
    if (message.contains("\n") || message.contains("Exception:") || message.endsWith("null")) {
      return "the message is no sentence";
    }
    return "";
  }
}

package org.reins.robot.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.reins.robot.fuzz.Refusal;

/** Requirements of tests that read broken copies of files. */
public final class Sentences {
  private Sentences() {}

  /** Requires that the message of a refusal is one sentence for people. */
  public static void require(Throwable e) {
    assertEquals("", Refusal.complaint(e.getMessage()), e.getMessage());
  }
}

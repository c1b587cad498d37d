package org.reins.launch.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.reins.robot.fuzz.BrokenCopies;

/** A sound file of a format, how it is broken, and how it is read. */
interface ConfigSample {
  /** Words that are put in, beside bytes and numbers. */
  List<String> TOKENS =
      List.of(
          "NaN",
          "-1",
          "1e999",
          "null",
          "[",
          "{",
          "\"",
          "99999999999",
          "[[]]",
          "{}",
          ".inf",
          "~",
          "*a",
          "&a",
          "0",
          "''",
          "true");

  /** Its bytes. */
  byte[] sound();

  /**
   * Reads a copy, and uses what was read as far as that can do harm.
   *
   * @return why it is refused, as one sentence; empty if it is read
   * @throws IOException with one sentence if it is refused
   */
  String read(Path file) throws IOException;

  /** Whether a change must be noticed. */
  default boolean sealed() {
    return false;
  }

  /** Whether a sealed file says what the sound one says. */
  default boolean isSame(Path file) {
    return false;
  }

  /** Makes broken copies. */
  default Supplier<byte[]> broken(long seed) {
    return new BrokenCopies(seed, sound(), TOKENS)::next;
  }
}

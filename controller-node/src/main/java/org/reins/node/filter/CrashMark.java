package org.reins.node.filter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file that exists while the filter is active. A node that finds it at startup knows that the
 * previous node ended while it drove the robot, and does not activate automatically.
 */
final class CrashMark {
  private final Path file;
  private final Consumer<String> warn;

  /**
   * Names the file.
   *
   * @param name empty for no file: then nothing is ever marked
   * @param warn takes one sentence where the file cannot be written
   */
  CrashMark(String name, Consumer<String> warn) {
    file = name.isEmpty() ? null : Path.of(name);
    this.warn = warn;
  }

  /** What a node that ended while active left behind, as one sentence; empty if nothing. */
  String found() {
    if (file == null || !Files.exists(file)) {
      return "";
    }
    return "the filter ended while it was active ("
        + file
        + " still exists), so it is not activated automatically: check the robot, then activate it"
        + " (ros2 lifecycle set NODE activate)";
  }

  /** The filter is active from now on. */
  void set() {
    change(
        () -> {
          if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
          }
          Files.writeString(file, "active\n");
        });
  }

  /** The filter has brought the robot to rest. */
  void clear() {
    change(() -> Files.deleteIfExists(file));
  }

  private interface Change {
    void run() throws IOException;
  }

  private void change(Change change) {
    if (file == null) {
      return;
    }
    try {
      change.run();
    } catch (IOException e) {
      warn.accept("crash_mark " + file + " cannot be written: " + e.getMessage());
    }
  }
}

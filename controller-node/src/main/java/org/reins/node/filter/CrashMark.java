package org.reins.node.filter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file that is there while the filter is active: a node that finds it when it starts was ended
 * while it drove the robot, and does not drive it again by itself.
 */
final class CrashMark {
  private final Path file;
  private final Consumer<String> warn;

  /**
   * Names the file.
   *
   * @param name empty for none: then nothing is ever marked
   * @param warn takes one sentence where the file cannot be written
   */
  CrashMark(String name, Consumer<String> warn) {
    file = name.isEmpty() ? null : Path.of(name);
    this.warn = warn;
  }

  /** What a node that ended while it was active left behind, as one sentence; empty for nothing. */
  String found() {
    if (file == null || !Files.exists(file)) {
      return "";
    }
    return "the filter ended while it was active ("
        + file
        + " is still there), so it is not activated by itself: look at the robot, then activate it"
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

  /** The filter came to rest. */
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

package org.reins.robot.urdf;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.reins.robot.file.RobotFileException;

/** Expands a xacro file with the program {@code xacro}, if it is installed. */
final class Xacro {
  private static final int SECONDS = 30;
  private static final int LARGEST = 1 << 24;

  private Xacro() {}

  /**
   * Expands a file.
   *
   * @return the bytes of the URDF
   * @throws RobotFileException with one sentence if xacro is not installed or fails
   */
  static byte[] expand(Path path) throws IOException {
    String next = ": run 'xacro " + path + " > robot.urdf' first, and import robot.urdf";
    if (!isInstalled()) {
      throw new OtherRobotException(
          OtherRobotException.What.XACRO, path + " is xacro, which is not installed here" + next);
    }
    Path out = Files.createTempFile("reins", ".urdf");
    try {
      Process process =
          new ProcessBuilder("xacro", path.toString())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      if (!ended || process.exitValue() != 0 || Files.size(out) > LARGEST) {
        throw new OtherRobotException(
            OtherRobotException.What.XACRO,
            path + " is xacro, and xacro could not expand it" + next);
      }
      return Files.readAllBytes(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RobotFileException(path + " is xacro" + next, e);
    } finally {
      Files.deleteIfExists(out);
    }
  }

  private static boolean isInstalled() {
    String path = System.getenv("PATH");
    if (path == null) {
      return false;
    }
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "xacro"))) {
        return true;
      }
    }
    return false;
  }
}

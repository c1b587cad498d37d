package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Imports URDFs by way of files in a folder. */
final class Imports {
  private final Path folder;

  Imports(Path folder) {
    this.folder = folder;
  }

  UrdfReader.Imported read(String urdf, UrdfOptions options) throws IOException {
    Path path = folder.resolve("x.urdf");
    Files.writeString(path, urdf);
    return UrdfReader.read(path, options);
  }

  RobotModel robot(String urdf, UrdfOptions options) throws IOException {
    return RobotFiles.parse("x.yaml", read(urdf, options).robotFile());
  }

  RobotModel robot(Urdf urdf) throws IOException {
    return robot(urdf.text(), UrdfOptions.NONE);
  }

  String refusal(String urdf, UrdfOptions options) {
    String message = assertThrows(RobotFileException.class, () -> read(urdf, options)).getMessage();
    assertEquals(1, message.lines().count());
    return message;
  }

  void refused(Urdf urdf, String part) {
    String message = refusal(urdf.text(), UrdfOptions.NONE);
    assertTrue(message.contains(part), message);
  }
}

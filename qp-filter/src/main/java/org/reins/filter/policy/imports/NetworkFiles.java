package org.reins.filter.policy.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where exporters put a network whose path no file gives. */
final class NetworkFiles {
  private static final List<String> PLACES = List.of("", "exported", "../exported", "..");
  private static final List<String> NAMES = List.of("policy.onnx", "policy.pt");

  private NetworkFiles() {}

  /** The network near a folder; where it should be, if there is none. */
  static Path near(Path folder) {
    for (String place : PLACES) {
      for (String name : NAMES) {
        Path file = folder.resolve(place).resolve(name).normalize();
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    return folder.resolve("exported").resolve("policy.onnx");
  }
}

package org.reins.filter.policy.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where exporters put a network whose path no file gives. */
final class NetworkFiles {
  private static final List<String> NAMES = List.of("policy.onnx", "policy.pt");
  private static final String EXPORTED = "exported";

  private NetworkFiles() {}

  /**
   * The network of a bundle; where it should be, if there is none.
   *
   * @param folder that of the file that describes the policy: the bundle, or its folder params
   */
  static Path near(Path folder) {
    Path bundle =
        folder.endsWith("params") && folder.getParent() != null ? folder.getParent() : folder;
    // Never above the bundle, where the network of another one may lie.
    for (Path place : List.of(folder, bundle.resolve(EXPORTED), bundle)) {
      for (String name : NAMES) {
        Path file = place.resolve(name);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    return bundle.resolve(EXPORTED).resolve(NAMES.get(0));
  }
}

package org.reins.learning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mapping of the bags that tests write: two joints, whose commands come in another order. */
final class SampleMapping {
  static final String TEXT =
      """
      schema: reins/bag/1
      robot: arm
      dt: 0.01
      gap: 0.1
      joints: [a, b]
      state: /joint_states
      action: {topic: /commands, joints: [b, a]}
      h: {topic: /clearance}
      """;

  private SampleMapping() {}

  /** Writes it into a folder; returns the options that name it. */
  static DataOptions in(Path folder) throws IOException {
    Path mapping = Files.writeString(folder.resolve("map.yaml"), TEXT);
    return new DataOptions(0, DataOptions.Sign.FROM_FILE, "", mapping, "", 10_000);
  }
}

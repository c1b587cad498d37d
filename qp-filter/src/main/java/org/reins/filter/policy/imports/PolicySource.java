package org.reins.filter.policy.imports;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.reins.robot.file.YamlNode;

/**
 * One file of a bundle, read.
 *
 * @param file the file
 * @param yaml its document, if it is YAML
 * @param network what it says about itself, if it is an ONNX file
 */
public record PolicySource(Path file, Optional<YamlNode> yaml, Optional<NetworkFacts> network) {
  /** Whether it is a mapping with all of some keys. */
  boolean hasKeys(String... keys) {
    return yaml.isPresent() && yaml.get().keys().containsAll(Set.of(keys));
  }

  /** Its folder. */
  Path folder() {
    return file.toAbsolutePath().normalize().getParent();
  }

  /** Its name without its folders, for comments in files. */
  String name() {
    return String.valueOf(file.getFileName());
  }
}

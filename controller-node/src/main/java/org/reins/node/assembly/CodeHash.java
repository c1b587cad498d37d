package org.reins.node.assembly;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reins.filter.SafetyFilter;
import org.reins.robot.model.RobotModel;

/**
 * A hash of the compiled code that decides on commands: the robot's model, the filter, and this
 * module. The same sources give the same hash, from folders and from jars.
 */
public final class CodeHash {
  private CodeHash() {}

  /** The hash; "unknown" if the classes cannot be read as files. */
  static String of() {
    return with(List.of());
  }

  /**
   * The same with further modules.
   *
   * @param more a class of each
   */
  public static String with(List<Class<?>> more) {
    List<byte[]> parts = new ArrayList<>();
    List<Class<?>> anchors =
        new ArrayList<>(List.of(RobotModel.class, SafetyFilter.class, CodeHash.class));
    anchors.addAll(more);
    try {
      for (Class<?> one : anchors) {
        Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
          add(place, parts);
        } else {
          try (FileSystem jar = FileSystems.newFileSystem(place)) {
            add(jar.getPath("/"), parts);
          }
        }
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      return "unknown";
    }
    return String.format("%016x", Fingerprint.of(parts));
  }

  private static void add(Path root, List<byte[]> parts) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> classes =
          all.filter(f -> f.toString().endsWith(".class"))
              .sorted((a, b) -> name(root, a).compareTo(name(root, b)))
              .toList();
      for (Path f : classes) {
        parts.add(name(root, f).getBytes(StandardCharsets.UTF_8));
        parts.add(Files.readAllBytes(f));
      }
    }
  }

  private static String name(Path root, Path file) {
    return root.relativize(file).toString();
  }
}

package org.reins.node.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files in which Linux describes itself.
 *
 * @param root folder that holds {@code proc}, {@code sys} and {@code dev}; {@code /} on a machine
 */
record SystemFiles(Path root) {
  private static final int MOST = 1 << 20;

  /** Content of a file without surrounding blanks; empty if it cannot be read. */
  Optional<String> text(String path) {
    try (var in = Files.newInputStream(root.resolve(path))) {
      return Optional.of(new String(in.readNBytes(MOST), java.nio.charset.StandardCharsets.UTF_8))
          .map(String::strip);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A whole number in a file; empty if there is none. */
  Optional<Long> number(String path) {
    try {
      return text(path).map(Long::parseLong);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The words after the name at the start of the line that begins with that name. */
  Optional<List<String>> line(String path, String name) {
    return text(path)
        .flatMap(all -> all.lines().filter(l -> l.startsWith(name)).findFirst())
        .map(l -> List.of(l.substring(name.length()).strip().split("\\s+")));
  }

  /** Contents of a file in each folder whose name matches. */
  List<String> texts(String folder, String glob, String file) {
    List<String> all = new ArrayList<>();
    try (DirectoryStream<Path> there = Files.newDirectoryStream(root.resolve(folder), glob)) {
      for (Path one : there) {
        text(root.relativize(one.resolve(file)).toString()).ifPresent(all::add);
      }
    } catch (IOException e) {
      return List.of();
    }
    return all;
  }
}

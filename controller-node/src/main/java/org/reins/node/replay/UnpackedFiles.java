package org.reins.node.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** The files of a recording in a temporary folder, which is deleted when this is closed. */
public final class UnpackedFiles implements AutoCloseable {
  private final Path folder;

  private UnpackedFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks.
   *
   * @throws ReinsException if that is not possible, or a file would lie elsewhere
   */
  public static UnpackedFiles of(Recording recording) {
    try {
      UnpackedFiles made = new UnpackedFiles(Files.createTempDirectory("reins-recording"));
      for (String name : recording.fileNames()) {
        Path file = made.at(name);
        if (!file.startsWith(made.folder)) {
          made.close();
          throw new ReinsException("the recording holds a file named " + OneLine.of(name));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, recording.file(name));
      }
      return made;
    } catch (IOException e) {
      throw new ReinsException("the recording's files cannot be unpacked: " + OneLine.reason(e), e);
    }
  }

  /** Where a file lies. */
  public Path at(String name) {
    return folder.resolve(name).normalize();
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path p : deepestFirst) {
        Files.deleteIfExists(p);
      }
    } catch (IOException e) {
      System.err.println("reins: " + folder + " could not be deleted: " + OneLine.reason(e));
    }
  }
}

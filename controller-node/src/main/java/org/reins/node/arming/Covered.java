package org.reins.node.arming;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reins.node.signing.Sha256;
import org.reins.node.signing.SigningException;
import org.reins.robot.ReinsException;

/**
 * Something that a receipt can cover, as it is on this machine.
 *
 * @param name of the part in a receipt
 * @param source absolute path of its file, or the name of what comes with Reins
 * @param roots the files and folders that its content comes from; empty if it cannot change
 * @param digest reads the content and returns its SHA-256
 */
public record Covered(String name, String source, List<Path> roots, Digest digest) {
  /** Computes a sum. */
  public interface Digest {
    /**
     * The SHA-256 of the content as it is now.
     *
     * @throws ReinsException with one sentence if it cannot be read
     */
    String now();
  }

  /** Takes a copy. */
  public Covered {
    roots = List.copyOf(roots);
  }

  /** A file; its sum is that of its bytes. */
  public static Covered file(String name, Path file) {
    Path path = file.toAbsolutePath().normalize();
    return new Covered(name, path.toString(), List.of(path), () -> sum(name, path));
  }

  /** What cannot change while the node runs, such as a version. */
  public static Covered constant(String name, String source, byte[] content) {
    String sum = Sha256.of(content);
    return new Covered(name, source, List.of(), () -> sum);
  }

  /**
   * A file and what it names; the sum is over the names, as given, and the sums of the contents.
   *
   * @param files all of them, the main one first
   */
  public static Covered files(String name, List<Path> files) {
    List<Path> paths = files.stream().map(f -> f.toAbsolutePath().normalize()).toList();
    return new Covered(name, paths.get(0).toString(), paths, () -> sumOf(name, paths));
  }

  /**
   * Files and all files below folders. The sum is over their names below the folder, or the plain
   * names of files, and their contents: it does not depend on where the folders are.
   *
   * @param source what they are, in words
   */
  public static Covered tree(String name, String source, List<Path> roots) {
    return new Covered(name, source, roots, () -> sumBelow(name, roots));
  }

  /** The content as it is now, as a part of a receipt. */
  public Part part() {
    return new Part(name, source, digest.now());
  }

  private static String sum(String name, Path file) {
    try {
      return Sha256.of(file);
    } catch (NoSuchFileException e) {
      throw new SigningException(name + " " + file + " does not exist", e);
    } catch (IOException e) {
      throw new SigningException(name + " " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String sumOf(String name, List<Path> files) {
    if (files.size() == 1) {
      return sum(name, files.get(0));
    }
    StringBuilder all = new StringBuilder();
    files.forEach(f -> all.append(sum(name, f)).append('\n'));
    return Sha256.of(all.toString());
  }

  private static String sumBelow(String name, List<Path> roots) {
    List<String> lines = new ArrayList<>();
    for (Path root : roots) {
      for (Path file : filesBelow(name, root)) {
        String below =
            file.equals(root) ? String.valueOf(root.getFileName()) : "" + root.relativize(file);
        lines.add(below + '\0' + sum(name, file) + '\n');
      }
    }
    lines.sort(null);
    return Sha256.of(String.join("", lines));
  }

  /** A file itself, or all files below a folder. */
  static List<Path> filesBelow(String name, Path root) {
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (NoSuchFileException e) {
      throw new SigningException(name + " " + root + " does not exist", e);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new SigningException(name + " " + root + " cannot be read: " + e.getMessage(), e);
    }
  }
}

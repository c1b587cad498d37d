package org.reins.learning.data;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reins.robot.OneLine;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;

/**
 * The files of a split bag, in order of time. {@code metadata.yaml} says which files belong to the
 * bag. Without it, all bag files of the folder do. They are read in the order of their first
 * messages, whatever their names are. Files that start at the same time are in the order of the
 * metadata, or else of the numbers in their names.
 */
final class BagFolder {
  private static final String METADATA = "metadata.yaml";
  private static final Pattern PART = Pattern.compile("\\d+|\\D+");

  private final Path folder;
  private final List<String> notes = new ArrayList<>();

  private BagFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Files of a bag in order of time.
   *
   * @param notes for the user on files that are not read
   */
  record Listing(List<Path> files, List<String> notes) {}

  static Listing of(Path folder) {
    BagFolder bag = new BagFolder(folder);
    return new Listing(bag.files(), bag.notes);
  }

  private List<Path> files() {
    List<Path> inside = inside();
    List<Path> listed = listed(inside);
    List<Path> files = new ArrayList<>(listed.isEmpty() ? bags(inside) : listed);
    if (files.isEmpty()) {
      throw noBag(inside);
    }
    if (files.size() > 1) {
      Map<Path, Long> starts = new HashMap<>();
      for (Path file : files) {
        DataFile.requireRegular(file);
        starts.put(
            file,
            FileKind.of(file) == FileKind.MCAP
                ? McapBag.firstTime(file)
                : SqliteBag.firstTime(file));
      }
      files.sort(Comparator.comparing(starts::get));
    }
    return files;
  }

  /** Whether a file is a bag by its name, which may end in that of a compression. */
  static boolean isBag(Path file) {
    return isMcap(file) || unpackedName(file).endsWith(".db3");
  }

  /** Whether a bag is MCAP by its name. */
  static boolean isMcap(Path file) {
    return unpackedName(file).endsWith(".mcap");
  }

  private static String unpackedName(Path file) {
    return lower(file).replaceFirst("\\.zstd?$", "");
  }

  private static String lower(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  /** The contents of the folder, by the numbers in the names. */
  private List<Path> inside() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted(
              Comparator.comparing((Path p) -> p.getFileName().toString(), BagFolder::compare))
          .toList();
    } catch (IOException e) {
      throw new DataException("folder " + folder + " cannot be read: " + OneLine.reason(e), e);
    }
  }

  private static List<Path> bags(List<Path> inside) {
    return inside.stream().filter(BagFolder::isBag).toList();
  }

  private DataException noBag(List<Path> inside) {
    String what = FolderKind.of(inside);
    return new DataException(
        "folder "
            + folder
            + " contains no bag: no .db3 and no .mcap file"
            + (what.isEmpty() ? "" : "; " + what));
  }

  /** The files that the metadata lists, in its order; none without metadata. */
  private List<Path> listed(List<Path> inside) {
    Path metadata = folder.resolve(METADATA);
    if (!Files.exists(metadata)) {
      return List.of();
    }
    Object information;
    try {
      Object document =
          BoundedYaml.load(METADATA, BoundedFile.text(metadata, BoundedYaml.MOST_CHARACTERS));
      information = value(document, "rosbag2_bagfile_information");
    } catch (IOException | IllegalArgumentException e) {
      notes.add("metadata.yaml is not used: " + OneLine.reason(e));
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    if (value(information, "relative_file_paths") instanceof List<?> names) {
      for (Object name : names) {
        files.add(listed(String.valueOf(name)));
      }
    }
    if (!files.isEmpty()) {
      bags(inside).stream()
          .filter(file -> !files.contains(file))
          .forEach(
              file ->
                  notes.add(
                      file.getFileName() + " is not read, because metadata.yaml does not list it"));
    }
    return files.stream().distinct().toList();
  }

  private static Object value(Object map, String key) {
    return map instanceof Map<?, ?> m ? m.get(key) : null;
  }

  /** A listed file. Old metadata has the folder's name in front. */
  private Path listed(String name) {
    Path file;
    try {
      file = folder.resolve(Path.of(name).getFileName());
    } catch (InvalidPathException e) {
      throw missing(name, e);
    }
    if (!Files.exists(file)) {
      file = other(file);
    }
    if (!Files.exists(file) || !isBag(file)) {
      throw missing(name, null);
    }
    return file;
  }

  /** The same file, compressed since it was listed, or unpacked since. */
  private static Path other(Path file) {
    String name = file.getFileName().toString();
    Path other = file.resolveSibling(name.replaceFirst("\\.zstd?$", ""));
    return other.equals(file) ? file.resolveSibling(name + ".zstd") : other;
  }

  private DataException missing(String name, Throwable cause) {
    return new DataException(
        "bag "
            + folder
            + ": metadata.yaml lists "
            + name
            + ", and the folder has no such bag file: copy it there, or delete metadata.yaml to"
            + " read what is there",
        cause);
  }

  /** Compares names so that 2 comes before 10. */
  static int compare(String a, String b) {
    Matcher left = PART.matcher(a);
    Matcher right = PART.matcher(b);
    while (left.find() && right.find()) {
      String x = left.group();
      String y = right.group();
      boolean numbers = Character.isDigit(x.charAt(0)) && Character.isDigit(y.charAt(0));
      int order = numbers ? new BigInteger(x).compareTo(new BigInteger(y)) : x.compareTo(y);
      if (order != 0) {
        return order;
      }
    }
    // Equal as far as both go: the shorter name is first, and 1 and 01 stay apart.
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }
}

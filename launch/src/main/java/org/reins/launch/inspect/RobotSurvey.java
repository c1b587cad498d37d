package org.reins.launch.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.urdf.OtherRobotException;
import org.reins.robot.urdf.UrdfOptions;
import org.reins.robot.urdf.UrdfReader;

/**
 * Imports and checks every URDF under a folder, as {@code robots import} and {@code robots check}
 * do, and says of each what came of it. Files with the same bytes count once.
 */
final class RobotSurvey {
  private static final int LARGEST_FILE = 1 << 24;
  private static final int MOST_FILES = 100_000;
  private static final String ARM = "arm";
  // What the importer says of quadrupeds alone.
  private static final Pattern LEGS = Pattern.compile("four legs|ends a leg|of a quadruped");

  private final UrdfOptions fill;

  /** What came of a file. */
  enum Outcome {
    /** Imported and checked as it is. */
    SOUND,
    /** Imported and checked with the options for what a URDF lacks. */
    SOUND_WITH_OPTIONS,
    /** Refused with a sentence. */
    REFUSED,
    /** Anything else: a fault of Reins. */
    WRONG
  }

  /**
   * One file.
   *
   * @param path relative to the folder
   * @param kind arm or legged; of a refused file what it holds instead, or arm where only figures
   *     are missing
   * @param joints of the imported robot; 0 if refused
   * @param sentence why it was refused at first; empty if it was not
   */
  record Entry(String path, Outcome outcome, String kind, int joints, String sentence) {}

  /**
   * Prepares.
   *
   * @param fill options to try where a file is refused without any; {@link UrdfOptions#NONE} for
   *     none
   */
  RobotSurvey(UrdfOptions fill) {
    this.fill = fill;
  }

  /**
   * Surveys a folder.
   *
   * @param progress receives the share of files done
   * @throws ReinsException if the folder cannot be read or has no URDF
   */
  List<Entry> of(Path folder, DoubleConsumer progress) {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(p -> p.toString().toLowerCase(Locale.ROOT).endsWith(".urdf"))
              .filter(Files::isRegularFile)
              .sorted()
              .limit(MOST_FILES)
              .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new ReinsException(
          "folder " + folder + " cannot be read: " + OneLine.reason(e) + "; give a folder", e);
    }
    if (files.isEmpty()) {
      throw new ReinsException("folder " + folder + " has no file that ends in .urdf");
    }
    Set<String> seen = new HashSet<>();
    List<Entry> entries = new ArrayList<>();
    for (int k = 0; k < files.size(); k++) {
      if (seen.add(content(files.get(k)))) {
        entries.add(entry(folder, files.get(k)));
      }
      progress.accept((k + 1.0) / files.size());
    }
    return entries;
  }

  private static String content(Path file) {
    try {
      return new String(
          BoundedFile.bytes(file, LARGEST_FILE), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // Whatever is wrong with it is said when it is imported.
      return file.toString();
    }
  }

  private Entry entry(Path folder, Path file) {
    String path = folder.relativize(file).toString();
    try {
      RobotModel robot = imported(file, UrdfOptions.NONE);
      return new Entry(path, Outcome.SOUND, robot.base().kind(), robot.dof(), "");
    } catch (OtherRobotException e) {
      return new Entry(path, Outcome.REFUSED, e.what().words(), 0, told(file, e));
    } catch (ReinsException e) {
      return filled(file, path, told(file, e));
    } catch (RuntimeException | StackOverflowError e) {
      return new Entry(path, Outcome.WRONG, "?", 0, e.toString());
    }
  }

  private Entry filled(Path file, String path, String sentence) {
    if (fill.equals(UrdfOptions.NONE)) {
      return refused(path, sentence);
    }
    try {
      RobotModel robot = imported(file, fill);
      String kind = robot.base().kind();
      return new Entry(path, Outcome.SOUND_WITH_OPTIONS, kind, robot.dof(), sentence);
    } catch (ReinsException e) {
      return refused(path, told(file, e));
    } catch (RuntimeException | StackOverflowError e) {
      return new Entry(path, Outcome.WRONG, "?", 0, e.toString());
    }
  }

  private static Entry refused(String path, String sentence) {
    String kind = LEGS.matcher(sentence).find() ? "legged" : ARM;
    return new Entry(path, Outcome.REFUSED, kind, 0, sentence);
  }

  /** As the commands import and check do. */
  private static RobotModel imported(Path file, UrdfOptions options) {
    String text = UrdfReader.read(file, options).robotFile();
    RobotModel robot = RobotFiles.parse(file.toString(), text);
    RobotChecks.filter(robot);
    return robot;
  }

  /** A refusal without the path, which differs from file to file. */
  private static String told(Path file, ReinsException e) {
    String message = String.valueOf(e.getMessage());
    String name = OneLine.of(file);
    return message.startsWith(name) ? message.substring(name.length()).strip() : message;
  }
}

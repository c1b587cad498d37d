package org.reins.node.arming;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reins.filter.SafetyFilter;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;

/** The files of the running program: Reins' own classes, and the libraries on the class path. */
public final class ProgramFiles {
  /** What runs beside a robot, one class of each module. */
  private static final List<Class<?>> ANCHORS =
      List.of(RobotModel.class, SafetyFilter.class, ProgramFiles.class);

  private ProgramFiles() {}

  /** Reins' own jars or class folders. */
  public static Covered code() {
    return Covered.tree("code", "classes of Reins", own());
  }

  /** All other jars and folders on the class path. */
  public static Covered libraries() {
    List<Path> others = new ArrayList<>(classPath());
    others.removeAll(own());
    return Covered.tree("libraries", "other classes on the class path", others);
  }

  private static List<Path> own() {
    return ANCHORS.stream().map(ProgramFiles::source).distinct().toList();
  }

  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().normalize())
        .filter(path -> path.toFile().exists())
        .distinct()
        .toList();
  }

  private static Path source(Class<?> anchor) {
    CodeSource source = anchor.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).toAbsolutePath().normalize();
    } catch (URISyntaxException | RuntimeException e) {
      throw new ReinsException("the file of " + anchor + " is not known: " + source, e);
    }
  }
}

package org.reins.node.assembly;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.reins.filter.FilterSettings;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.robot.ReinsException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.model.RobotModel;

/**
 * Policies, barriers and constraints by name: {@link #BUILT_IN} for the models that come with Reins
 * for a robot, otherwise the path of a file. No robot uses models that were learned for another
 * robot.
 */
public final class ModelFiles {
  /** Names the models that come with Reins. */
  public static final String BUILT_IN = "built-in";

  /** Names no model. */
  public static final String NONE = "none";

  private static final int LARGEST_FILE = 1 << 29;

  private ModelFiles() {}

  /**
   * The bytes of a policy.
   *
   * @throws ReinsException if built-in is requested and Reins has none for this robot, or if the
   *     file cannot be read
   */
  public static byte[] policy(RobotModel robot, String which) {
    return which.equals(BUILT_IN)
        ? BuiltInModels.bytes(BuiltInModels.require(robot.name()).policy())
        : bytes("policy file", which);
  }

  /**
   * A barrier.
   *
   * @return null for {@link #NONE}, and for {@link #BUILT_IN} if none comes with Reins
   */
  public static BarrierFile barrier(RobotModel robot, String which) {
    if (which.equals(BUILT_IN)) {
      return BuiltInModels.of(robot.name())
          .map(b -> BarrierFile.parse(b.barrier(), BuiltInModels.bytes(b.barrier())))
          .orElse(null);
    }
    return barrier(which);
  }

  /** A barrier by path; null for {@link #NONE}. */
  public static BarrierFile barrier(String path) {
    if (path.equals(NONE)) {
      return null;
    }
    if (path.isBlank()) {
      throw new BarrierFileException("the barrier's name is empty");
    }
    return BarrierFile.read(Path.of(path));
  }

  /**
   * A constraint file, none for an empty name.
   *
   * @param settings for what the file does not say
   */
  public static ConstraintFile constraints(String path, RobotModel robot, FilterSettings settings) {
    return path.isEmpty()
        ? ConstraintFile.NONE
        : ConstraintFile.read(Path.of(path), robot, settings.forConstraints(robot));
  }

  /**
   * The bytes of a file.
   *
   * @param what kind of file, for messages
   * @throws ReinsException if the file cannot be read
   */
  public static byte[] bytes(String what, String path) {
    try {
      return BoundedFile.bytes(Path.of(path), LARGEST_FILE);
    } catch (NoSuchFileException e) {
      throw new ReinsException(what + " " + path + " does not exist", e);
    } catch (IOException e) {
      throw new ReinsException(what + " " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The bytes of a file. For built-in, the bytes of the file that comes with Reins, or none if
   * there is no such file.
   */
  static byte[] bytes(String what, String which, Optional<String> builtIn) {
    if (!which.equals(BUILT_IN)) {
      return bytes(what, which);
    }
    String file = builtIn.orElse("");
    return file.isEmpty() ? new byte[0] : BuiltInModels.bytes(file);
  }
}

package org.reins.launch.roscontrol;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.reins.robot.ReinsException;

/** The ROS 2 workspaces that were sourced before this process was started. */
public final class RosInstall {
  private static final String PREFIXES = "AMENT_PREFIX_PATH";

  private RosInstall() {}

  /** What a controller manager with reins_controller lacks, as one sentence; empty if nothing. */
  public static String missing() {
    if (prefixes().isEmpty()) {
      return "no ROS 2 is sourced ("
          + PREFIXES
          + " is not set): source the setup file of your workspace, then start this again";
    }
    if (find("lib/controller_manager/ros2_control_node") == null) {
      return "the sourced ROS 2 has no controller_manager: install ros2_control";
    }
    return find("share/reins_controller/package.xml") == null
        ? "the sourced ROS 2 has no reins_controller: colcon build --packages-select"
            + " reins_controller, with launch/ of Reins in the workspace"
        : "";
  }

  /**
   * A program of a package.
   *
   * @throws ReinsException if there is none
   */
  public static Path program(String of, String name) {
    Path found = find("lib/" + of + "/" + name);
    if (found == null) {
      throw new ReinsException("the sourced ROS 2 has no program " + name + " of " + of);
    }
    return found;
  }

  private static Path find(String place) {
    return prefixes().stream()
        .map(p -> Path.of(p, place))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private static List<String> prefixes() {
    String path = System.getenv(PREFIXES);
    return path == null
        ? List.of()
        : Arrays.stream(path.split(File.pathSeparator)).filter(p -> !p.isEmpty()).toList();
  }
}

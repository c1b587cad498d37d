package org.reins.node.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The ros2msg definitions of the recorded messages, from the files beside this class. */
public final class Definitions {
  /** Type of the statuses. */
  public static final String STATUS = "reins_msgs/msg/FilterStatus";

  /** Type of an arm's actions. */
  public static final String ACTION = "reins_msgs/msg/PolicyAction";

  /** Type of the states of joints. */
  public static final String JOINT_STATE = "sensor_msgs/msg/JointState";

  /** Type of arrays of doubles. */
  public static final String ARRAY = "std_msgs/msg/Float64MultiArray";

  private static final String LINE = "=".repeat(80) + "\n";

  private Definitions() {}

  /**
   * A definition.
   *
   * @param name of the file without its ending: FilterStatus, PolicyAction, JointState or
   *     Float64MultiArray
   */
  public static String of(String name) {
    String own = text(name);
    return own.contains("std_msgs/Header")
        ? own
            + LINE
            + "MSG: std_msgs/Header\n"
            + text("Header")
            + LINE
            + "MSG: builtin_interfaces/Time\n"
            + text("Time")
        : own;
  }

  private static String text(String name) {
    try (InputStream in = Definitions.class.getResourceAsStream(name + ".msg")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource " + name + ".msg cannot be read", e);
    }
  }
}

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

  /** Type of the envelope in force. */
  public static final String ENVELOPE_STATE = "reins_msgs/msg/EnvelopeState";

  /** Type of the planner's envelope. */
  public static final String ENVELOPE = "reins_msgs/msg/Envelope";

  /** Type of a cycle in detail. */
  public static final String DETAIL = "reins_msgs/msg/FilterDetail";

  /** Type of diagnostics. */
  public static final String DIAGNOSTICS = "diagnostic_msgs/msg/DiagnosticArray";

  /** Type of the nodes' messages for people. */
  public static final String LOG = "rcl_interfaces/msg/Log";

  /** Type of trajectories. */
  public static final String TRAJECTORY = "trajectory_msgs/msg/JointTrajectory";

  /** Type of arrays of doubles. */
  public static final String ARRAY = "std_msgs/msg/Float64MultiArray";

  private static final String TIME = "builtin_interfaces/Time";
  private static final String LINE = "=".repeat(80) + "\n";

  private Definitions() {}

  /**
   * A definition.
   *
   * @param name of the type without its package, such as FilterStatus
   * @throws IllegalArgumentException if there is no file with this name
   */
  public static String of(String name) {
    String own = text(name);
    boolean header = own.contains("std_msgs/Header");
    return own
        + (header ? part("std_msgs/Header", "Header") : "")
        + (header || own.contains(TIME) ? part(TIME, "Time") : "");
  }

  private static String part(String type, String file) {
    return LINE + "MSG: " + type + "\n" + text(file);
  }

  private static String text(String name) {
    try (InputStream in = Definitions.class.getResourceAsStream(name + ".msg")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no definition of " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource " + name + ".msg cannot be read", e);
    }
  }
}

package org.reins.robot.urdf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;

/**
 * Writes a robot as URDF, for RViz, ros2_control and Gazebo. URDF has no capsules, so capsules
 * become cylinders with a sphere at each end. URDF also has no rotor inertia, so it is left out.
 */
public final class UrdfWriter {
  /** The simulator whose plugin is in the file. */
  public enum Simulator {
    /** None: the hardware's own ros2_control plugin must be inserted by hand. */
    NONE(null, null, null),
    /** Gazebo 11 with gazebo_ros2_control. */
    CLASSIC("gazebo_ros2_control/GazeboSystem", "libgazebo_ros2_control.so", "gazebo_ros2_control"),
    /** Gazebo Fortress and later with gz_ros2_control. */
    MODERN(
        "gz_ros2_control/GazeboSimSystem",
        "gz_ros2_control-system",
        "gz_ros2_control::GazeboSimROS2ControlPlugin"),
    /** Ideal drives without physics, of launch/reins_controller; for any controller manager. */
    DRIVES("reins_controller/SimulatedArm", null, null);

    private final String hardware;
    private final String library;
    private final String plugin;

    Simulator(String hardware, String library, String plugin) {
      this.hardware = hardware;
      this.library = library;
      this.plugin = plugin;
    }
  }

  private final RobotModel robot;
  private final StringBuilder out = new StringBuilder();

  private UrdfWriter(RobotModel robot) {
    this.robot = robot;
  }

  /**
   * Writes a robot. An arm is fixed to the link {@code world}; a legged robot is free.
   *
   * @return an XML document
   */
  public static String write(RobotModel robot, Simulator simulator) {
    UrdfWriter writer = new UrdfWriter(robot);
    writer.line("<?xml version=\"1.0\"?>");
    writer.line("<!-- %s, made by: reins robots urdf %s -->", robot.title(), robot.name());
    writer.line("<robot name=\"%s\">", robot.name());
    writer.links();
    writer.joints();
    writer.control(simulator);
    writer.line("</robot>");
    return writer.out.toString();
  }

  private void links() {
    String base = robot.joints().get(0).parent();
    boolean bolted = robot.base().bodies().isEmpty();
    if (bolted) {
      line("  <link name=\"world\"/>");
      line("  <joint name=\"world_to_base\" type=\"fixed\">");
      line("    <parent link=\"world\"/>");
      line("    <child link=\"%s\"/>", base);
      line("  </joint>");
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(base);
    robot.links().forEach(l -> names.add(l.name()));
    for (String name : names) {
      line("  <link name=\"%s\">", name);
      bodies().filter(l -> l.name().equals(name)).forEach(this::inertial);
      robot.capsules().stream().filter(c -> c.link().equals(name)).forEach(this::geometry);
      line("  </link>");
    }
  }

  private Stream<Link> bodies() {
    return Stream.concat(robot.base().bodies().stream(), robot.links().stream());
  }

  private void inertial(Link link) {
    Inertia i = link.inertia();
    line("    <inertial>");
    line("      <origin xyz=\"%s\" rpy=\"0 0 0\"/>", triple(link.com()));
    line("      <mass value=\"%s\"/>", number(link.mass()));
    line(
        "      <inertia ixx=\"%s\" ixy=\"%s\" ixz=\"%s\" iyy=\"%s\" iyz=\"%s\" izz=\"%s\"/>",
        number(i.xx()),
        number(i.xy()),
        number(i.xz()),
        number(i.yy()),
        number(i.yz()),
        number(i.zz()));
    line("    </inertial>");
  }

  private void geometry(Capsule c) {
    double[] d = new double[3];
    double[] middle = new double[3];
    double length = 0;
    for (int k = 0; k < 3; k++) {
      d[k] = c.to()[k] - c.from()[k];
      middle[k] = (c.to()[k] + c.from()[k]) / 2;
      length += d[k] * d[k];
    }
    length = Math.sqrt(length);
    String ball = "<sphere radius=\"" + number(c.radius()) + "\"/>";
    shape(c.from(), new double[3], ball);
    if (length > 1e-9) {
      // Fixed-axis angles that rotate z to the axis: first about x by 0, then y, then z.
      double[] turn = {0, Math.acos(d[2] / length), Math.atan2(d[1], d[0])};
      shape(
          middle,
          turn,
          "<cylinder radius=\"" + number(c.radius()) + "\" length=\"" + number(length) + "\"/>");
      shape(c.to(), new double[3], ball);
    }
  }

  private void shape(double[] xyz, double[] rpy, String geometry) {
    for (String what : new String[] {"visual", "collision"}) {
      line("    <%s>", what);
      line("      <origin xyz=\"%s\" rpy=\"%s\"/>", triple(xyz), triple(rpy));
      line("      <geometry>%s</geometry>", geometry);
      line("    </%s>", what);
    }
  }

  private void joints() {
    for (Joint j : robot.joints()) {
      JointLimits l = j.limits();
      line(
          "  <joint name=\"%s\" type=\"%s\">",
          j.name(), l.isContinuous() ? "continuous" : j.kind().key());
      line("    <parent link=\"%s\"/>", j.parent());
      line("    <child link=\"%s\"/>", j.child());
      line("    <origin xyz=\"%s\" rpy=\"%s\"/>", triple(j.xyz()), triple(j.rpy()));
      line("    <axis xyz=\"%s\"/>", triple(j.axis()));
      String range =
          l.isContinuous()
              ? ""
              : " lower=\"" + number(l.lower()) + "\" upper=\"" + number(l.upper()) + "\"";
      line(
          "    <limit effort=\"%s\" velocity=\"%s\"%s/>",
          number(l.effort()), number(l.velocity()), range);
      line(
          "    <dynamics damping=\"%s\" friction=\"%s\"/>",
          number(j.damping()), number(j.friction()));
      line("  </joint>");
    }
    robot.base().feet().forEach(foot -> frame(foot.link() + "_foot", foot));
    if (robot.base().feet().isEmpty()) {
      frame(robot.name() + "_tool", robot.tool());
    }
  }

  /** A frame without a body at the centre of a sphere. */
  private void frame(String name, Capsule sphere) {
    line("  <link name=\"%s\"/>", name);
    line("  <joint name=\"%s_joint\" type=\"fixed\">", name);
    line("    <parent link=\"%s\"/>", sphere.link());
    line("    <child link=\"%s\"/>", name);
    line("    <origin xyz=\"%s\" rpy=\"0 0 0\"/>", triple(sphere.from()));
    line("  </joint>");
  }

  private void control(Simulator simulator) {
    line("  <ros2_control name=\"%s\" type=\"system\">", robot.name());
    line("    <hardware>");
    if (simulator.hardware == null) {
      line("      <!-- The plugin of your robot's driver goes here. -->");
    } else {
      line("      <plugin>%s</plugin>", simulator.hardware);
    }
    if (simulator == Simulator.DRIVES) {
      line("      <param name=\"rate_hz\">%s</param>", number(robot.control().rateHz()));
    }
    line("    </hardware>");
    for (int i = 0; i < robot.dof(); i++) {
      line("    <joint name=\"%s\">", robot.joints().get(i).name());
      commands(simulator).forEach(c -> line("      <command_interface name=\"%s\"/>", c));
      line("      <state_interface name=\"position\">");
      line("        <param name=\"initial_value\">%s</param>", number(robot.posture()[i]));
      line("      </state_interface>");
      line("      <state_interface name=\"velocity\"/>");
      line("      <state_interface name=\"effort\"/>");
      line("    </joint>");
    }
    line("  </ros2_control>");
    if (simulator.plugin != null) {
      line("  <gazebo>");
      line("    <plugin filename=\"%s\" name=\"%s\">", simulator.library, simulator.plugin);
      line("      <parameters>$(find reins)/config/controllers/%s.yaml</parameters>", robot.name());
      line("    </plugin>");
      line("  </gazebo>");
    }
  }

  private static List<String> commands(Simulator simulator) {
    return simulator == Simulator.DRIVES
        ? List.of("effort", "velocity", "position")
        : List.of("effort");
  }

  private static String triple(double[] v) {
    return number(v[0]) + " " + number(v[1]) + " " + number(v[2]);
  }

  private static String number(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e6 ? Long.toString((long) v) : Double.toString(v);
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

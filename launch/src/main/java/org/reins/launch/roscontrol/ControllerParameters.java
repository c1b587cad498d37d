package org.reins.launch.roscontrol;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.reins.robot.ReinsException;
import org.reins.robot.file.YamlText;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/** The parameter file of reins_controller for a robot, with the limits of its robot file. */
public final class ControllerParameters {
  /** What reins_controller can command. */
  public static final List<String> MODES = List.of("effort", "velocity", "position");

  /** The file between controller and filter, where nothing else is said. */
  public static final String FILE = "/dev/shm/reins-controller";

  private ControllerParameters() {}

  /**
   * Writes the file.
   *
   * @param mode a command interface, which is also the filter's {@code output.mode}
   * @param file shared with the filter
   * @return YAML
   * @throws ReinsException if the controller cannot command the robot
   */
  public static String yaml(RobotModel robot, String mode, String file) {
    if (!MODES.contains(mode)) {
      throw new ReinsException("--mode is " + mode + ": allowed is " + String.join(", ", MODES));
    }
    if (!robot.base().bodies().isEmpty()) {
      throw new ReinsException(
          robot.name()
              + " walks: reins_controller is for arms; ./reins run --robot "
              + robot.name()
              + " uses topics");
    }
    String rate = Double.toString(robot.control().rateHz());
    StringBuilder out = new StringBuilder();
    out.append("# Reins in the control loop of a ")
        .append(YamlText.printable(robot.title()))
        .append(", ")
        .append(words(mode))
        .append(".\n# Made by: reins new controller --robot ")
        .append(YamlText.printable(robot.name()))
        .append(" --mode ")
        .append(mode)
        .append("\n# The limits are those of the robot file; docs/ros2-control.md.\n")
        .append("# Not run on a robot by the makers of Reins: try it at low speed first.\n");
    out.append("controller_manager:\n  ros__parameters:\n")
        .append("    update_rate: ")
        .append(Math.round(robot.control().rateHz()))
        .append("\n    joint_state_broadcaster:\n")
        .append("      type: joint_state_broadcaster/JointStateBroadcaster\n")
        .append("    reins_controller:\n      type: reins_controller/ReinsController\n");
    out.append("reins_controller:\n  ros__parameters:\n    joints: [")
        .append(robot.jointNames().stream().map(YamlText::quoted).collect(Collectors.joining(", ")))
        .append("]\n    command_interface: ")
        .append(mode)
        .append("\n    file: ")
        .append(YamlText.quoted(file))
        .append("\n    rate_hz: ")
        .append(rate)
        .append("\n    late_cycles: 5\n    answer_wait_us: 0\n");
    if (mode.equals("effort")) {
      out.append("    # hold: against gravity, with damping; zero: for a robot with brakes\n");
      out.append("    effort_stop: hold\n");
    }
    out.append("    # false where the hardware has no effort state\n    effort_state: true\n");
    out.append("    limits:\n");
    robot.joints().forEach(j -> out.append(limits(j)).append('\n'));
    return out.toString();
  }

  private static String words(String mode) {
    return mode.equals("effort")
        ? "by efforts"
        : mode.equals("velocity") ? "by velocities" : "by positions";
  }

  private static String limits(Joint joint) {
    JointLimits l = joint.limits();
    String range =
        l.isContinuous()
            ? ""
            : "lower: " + number(l.lower()) + ", upper: " + number(l.upper()) + ", ";
    return String.format(
        Locale.ROOT,
        "      %s: {%svelocity: %s, acceleration: %s, effort: %s, effort_rate: %s}",
        YamlText.quoted(joint.name()),
        range,
        number(l.velocity()),
        number(l.acceleration()),
        number(l.effort()),
        number(l.effortRate()));
  }

  /** With a decimal point, without which ROS 2 takes an integer. */
  private static String number(double v) {
    return Double.toString(v);
  }
}

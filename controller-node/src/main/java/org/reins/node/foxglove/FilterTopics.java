package org.reins.node.foxglove;

import java.util.List;
import org.reins.node.record.Definitions;
import org.reins.node.ros.Qos;

/** The topics around a filter. */
final class FilterTopics {
  private final String filter;
  private final String space;

  /**
   * Prepares.
   *
   * @param filter full name of the filter's node
   */
  FilterTopics(String filter) {
    this.filter = filter;
    space = filter.substring(0, filter.lastIndexOf('/') + 1);
  }

  /** Those that are the same for every robot and output; a topic may have no publisher. */
  List<RosTopic> all() {
    return List.of(
        new RosTopic(space + "joint_states", Definitions.JOINT_STATE, Qos.MONITOR),
        new RosTopic(filter + "/status", Definitions.STATUS, Qos.MONITOR),
        new RosTopic(filter + "/envelope", Definitions.ENVELOPE_STATE, Qos.LATCHED),
        new RosTopic(filter + "/detail", Definitions.DETAIL, Qos.MONITOR),
        new RosTopic(space + "policy/action", Definitions.ACTION, Qos.MONITOR),
        new RosTopic(space + "walk/action", Definitions.ARRAY, Qos.MONITOR),
        new RosTopic(space + "envelope_planner/envelope", Definitions.ENVELOPE, Qos.LATCHED),
        new RosTopic("/diagnostics", Definitions.DIAGNOSTICS, Qos.MONITOR),
        new RosTopic("/rosout", Definitions.LOG, Qos.LOG));
  }

  /**
   * The topic of the commands.
   *
   * @param mode output.mode of the filter
   * @param topic output.topic of the filter; empty for the mode's own
   * @return null if their type is not known here
   */
  RosTopic commands(String mode, String topic) {
    String own =
        switch (mode) {
          case "effort" -> "effort_controller/commands";
          case "velocity" -> "velocity_controller/commands";
          case "position" -> "position_controller/commands";
          case "trajectory" -> "joint_trajectory_controller/joint_trajectory";
          default -> "";
        };
    if (own.isEmpty()) {
      return null;
    }
    String type = mode.equals("trajectory") ? Definitions.TRAJECTORY : Definitions.ARRAY;
    String name = topic.isEmpty() ? own : topic;
    return new RosTopic(name.startsWith("/") ? name : space + name, type, Qos.MONITOR);
  }
}

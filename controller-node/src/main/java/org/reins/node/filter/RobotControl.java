package org.reins.node.filter;

import java.util.List;
import org.reins.filter.constraint.RowName;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;
import org.reins.node.output.CommandTopic;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.watchdog.Overseer;
import org.reins.robot.model.RobotModel;

/** The part of the controller node that depends on the kind of robot. */
public interface RobotControl {
  /**
   * Loads and checks what the parameters name, and creates the topics if they do not exist yet.
   *
   * @throws RuntimeException with one sentence if something is wrong
   */
  void load(ParameterSnapshot p);

  /** Description of the loaded robot, in words that follow "configured for robot". */
  String description();

  /** The robot; null before it is loaded. */
  RobotModel robot();

  /** Which input is missing, as one sentence; empty if none is. */
  String missing(ParameterSnapshot p);

  /** The states of the robot's joints; null before it is loaded. */
  JointStates states();

  /** What is irregular about the actions and stops nothing, as one sentence; empty if nothing. */
  default String actionWarning() {
    return "";
  }

  /**
   * Which input is missing or refused, so that the robot does not follow the policy, as one
   * sentence; empty if none is. Asked once a second while the loop runs.
   */
  default String held() {
    return "";
  }

  /** The output for commands. */
  CommandTopic<?> topic();

  /** Who else may take the robot over the way of its commands; null for nobody. */
  default Overseer overseer() {
    return null;
  }

  /** Creates the loop, which fills the statuses, and starts its thread. */
  ControlLoop start(ParameterSnapshot p, StatusOutlet statuses);

  /** What a reset after a stop requires, in words. */
  String resetNeeds();

  /**
   * The names of the constraint rows, in the order of the bits of a status; empty before loading.
   */
  List<RowName> rows();

  /** Takes a status that was published; on the reporter's thread. */
  default void published(FilterStatus status) {}

  /** How the recording goes, in words; empty if nothing is recorded. */
  default String recording() {
    return "";
  }

  /** Releases what {@link #start} made, after the loop has ended. */
  default void end() {}

  /** Draws a status. */
  Markers markers(FilterStatus status, long stampNanos);
}

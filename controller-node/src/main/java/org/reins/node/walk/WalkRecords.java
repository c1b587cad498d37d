package org.reins.node.walk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointState;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.CycleTopics;
import org.reins.node.record.Definitions;
import org.reins.node.record.HeadWord;
import org.reins.node.record.StandardTopic;
import org.reins.node.ros.NodeNames;
import org.reins.robot.model.RobotModel;

/** The joints' states that a walking robot's filter used, and the torques that it sent. */
final class WalkRecords implements CycleTopics {
  private final WalkTape tape;
  private final StandardTopic<JointState> stateTopic;
  private final StandardTopic<CommandArray> commandTopic;
  private final JointState state;
  private final CommandArray command;

  /**
   * Prepares them.
   *
   * @param topic of the commands; empty if they are no arrays of numbers
   */
  WalkRecords(RobotModel robot, WalkTape tape, NodeNames names, String topic) {
    this.tape = tape;
    int n = robot.dof();
    state = new JointState(n);
    java.util.Arrays.fill(state.effort, Double.NaN);
    command = new CommandArray(n);
    stateTopic =
        new StandardTopic<>(
            names.resolve("joint_states"),
            Definitions.JOINT_STATE,
            Definitions.of("JointState"),
            JointState.type(robot.jointNames()));
    commandTopic =
        topic.isEmpty()
            ? null
            : new StandardTopic<>(
                names.resolve(topic),
                Definitions.ARRAY,
                Definitions.of("Float64MultiArray"),
                CommandArray.type(n));
  }

  @Override
  public List<StandardTopic<?>> all() {
    List<StandardTopic<?>> all = new ArrayList<>(List.of(stateTopic));
    if (commandTopic != null) {
      all.add(commandTopic);
    }
    return all;
  }

  @Override
  public void write(CycleSlot slot, Sink sink) throws IOException {
    if (slot.word(HeadWord.ARRIVAL) == 0) {
      state.header.stampNanos = slot.word(tape.stateStamp);
      slot.get(tape.position, state.position);
      slot.get(tape.velocity, state.velocity);
      sink.take(stateTopic, state);
    }
    if (commandTopic != null && slot.word(HeadWord.KIND) == HeadWord.CYCLE) {
      slot.get(tape.torque, command.values);
      sink.take(commandTopic, command);
    }
  }
}

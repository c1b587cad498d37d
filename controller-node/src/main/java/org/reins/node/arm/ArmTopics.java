package org.reins.node.arm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.CycleTopics;
import org.reins.node.record.Definitions;
import org.reins.node.record.HeadWord;
import org.reins.node.record.StandardTopic;
import org.reins.node.ros.NodeNames;
import org.reins.robot.model.RobotModel;

/** The states and actions that an arm's filter used, and the commands that it sent. */
final class ArmTopics implements CycleTopics {
  private final ArmTape tape;
  private final StandardTopic<JointState> stateTopic;
  private final StandardTopic<PolicyAction> actionTopic;
  private final StandardTopic<CommandArray> commandTopic;
  private final JointState state;
  private final PolicyAction action;
  private final CommandArray command;
  private final double[] target;
  private boolean acted;

  /**
   * Prepares them.
   *
   * @param commands topic of the commands; empty if they are no arrays of numbers
   */
  ArmTopics(RobotModel robot, ArmTape tape, NodeNames names, String commands) {
    this.tape = tape;
    int n = robot.dof();
    state = new JointState(n);
    action = new PolicyAction(n);
    command = new CommandArray(n);
    target = new double[n];
    stateTopic =
        new StandardTopic<>(
            names.resolve("joint_states"),
            Definitions.JOINT_STATE,
            Definitions.of("JointState"),
            JointState.type(robot.jointNames()));
    actionTopic =
        new StandardTopic<>(
            names.resolve("policy/action"),
            Definitions.ACTION,
            Definitions.of("PolicyAction"),
            PolicyAction.type(robot.jointNames()));
    commandTopic =
        commands.isEmpty()
            ? null
            : new StandardTopic<>(
                names.resolve(commands),
                Definitions.ARRAY,
                Definitions.of("Float64MultiArray"),
                CommandArray.type(n));
  }

  @Override
  public List<StandardTopic<?>> all() {
    List<StandardTopic<?>> all = new ArrayList<>(List.of(stateTopic, actionTopic));
    if (commandTopic != null) {
      all.add(commandTopic);
    }
    return all;
  }

  @Override
  public void write(CycleSlot slot, Sink sink) throws IOException {
    boolean cycle = slot.word(HeadWord.KIND) == HeadWord.CYCLE;
    if (slot.word(HeadWord.ARRIVAL) == 0) {
      state.header.stampNanos = slot.word(tape.stateStamp);
      slot.get(tape.position, state.position);
      slot.get(tape.velocity, state.velocity);
      slot.get(tape.effort, state.effort);
      sink.take(stateTopic, state);
    }
    long stamp = slot.word(tape.actionStamp);
    slot.get(tape.target, target);
    if (!acted
        || stamp != action.header.stampNanos
        || !java.util.Arrays.equals(target, action.target)) {
      acted = true;
      action.header.stampNanos = stamp;
      slot.get(tape.target, action.target);
      slot.get(tape.stiffness, action.stiffness);
      sink.take(actionTopic, action);
    }
    if (cycle && commandTopic != null && !tape.isSilent(slot)) {
      slot.get(tape.sent, command.values);
      sink.take(commandTopic, command);
    }
  }
}

package org.reins.launch.bench;

import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.NodeShell;
import org.reins.node.assembly.NodeCommand;
import org.reins.node.json.Json;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointState;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Answers each state immediately with a command: the baseline of {@code reins bench roundtrip}. */
@Command(
    name = "echo",
    hidden = true,
    description = "Answers each state at once with a command, for reins bench roundtrip.")
public final class EchoCommand implements Callable<Integer> {
  @ParentCommand private NodeCommand node;

  @Override
  public Integer call() throws Exception {
    try (NodeShell shell = node.graph().shell("policy_runner", Map.of())) {
      RobotModel robot = RobotFiles.arm(node.robot());
      RosPublisher<CommandArray> commands =
          shell
              .ros()
              .publisher(CommandArray.type(robot.dof()), "effort_controller/commands", Qos.COMMAND);
      CommandArray answer = new CommandArray(robot.dof());
      shell
          .ros()
          .subscribe(
              JointState.type(robot.jointNames()),
              "joint_states",
              Qos.STATE,
              m -> commands.publish(answer));
      return node.untilTold(() -> {}, Json.MAPPER::createObjectNode);
    }
  }
}

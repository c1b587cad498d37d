package org.reins.launch.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reins.launch.roscontrol.ControllerParameters;
import org.reins.launch.roscontrol.RosInstall;
import org.reins.node.controller.ControllerView;
import org.reins.node.json.Json;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosNode;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;
import org.reins.robot.urdf.UrdfWriter;

/**
 * The controller manager of a sourced ROS 2, with {@code reins_controller/SimulatedArm} for
 * hardware, {@code joint_state_broadcaster} where it is installed, and {@code reins_controller},
 * loaded as its launch file does.
 */
final class ManagedArm implements RobotSide {
  private static final int LOADING_SECONDS = 120;

  private final Process manager;
  private final Path folder;
  private final ControllerWatch watch;
  private final RosClient<Boolean, Outcome> reset;

  /**
   * Starts it.
   *
   * @param file shared with the filter
   * @param folder for parameter files and logs
   * @param node calls the controller's services
   * @throws ReinsException if ROS 2 lacks something, or the controller does not become active
   */
  ManagedArm(RobotModel robot, String mode, Path file, Path folder, int domain, RosNode node)
      throws IOException, InterruptedException {
    String missing = RosInstall.missing();
    if (!missing.isEmpty()) {
      throw new ReinsException(missing);
    }
    this.folder = Files.createDirectories(folder);
    Path manage = folder.resolve("controller_manager.yaml");
    String urdf = UrdfWriter.write(robot, UrdfWriter.Simulator.DRIVES);
    Files.writeString(
        manage,
        "controller_manager:\n  ros__parameters:\n    update_rate: "
            + Math.round(robot.control().rateHz())
            + "\n    robot_description: "
            + Json.MAPPER.writeValueAsString(urdf)
            + "\n");
    Path parameters = folder.resolve("controller.yaml");
    Files.writeString(parameters, ControllerParameters.yaml(robot, mode, file.toString()));
    manager =
        start(
            "controller_manager",
            domain,
            RosInstall.program("controller_manager", "ros2_control_node"),
            List.of("--ros-args", "--params-file", manage.toString()));
    try {
      load(domain, "joint_state_broadcaster/JointStateBroadcaster", List.of());
      load(
          domain,
          "reins_controller/ReinsController",
          List.of("--param-file", parameters.toString()));
      watch = new ControllerWatch(robot, mode, new ControllerView(file, robot.dof()));
    } catch (ReinsException | IOException | InterruptedException e) {
      manager.destroyForcibly();
      throw e;
    }
    reset = node.client(StandardServices.TRIGGER, "/reins_controller/reset");
  }

  private Process start(String name, int domain, Path program, List<String> arguments)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    builder.command().addAll(arguments);
    builder.environment().putAll(RosEnvironment.local(domain).variables());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
    return builder.start();
  }

  private void load(int domain, String type, List<String> arguments)
      throws IOException, InterruptedException {
    String name = type.substring(0, type.indexOf('/'));
    List<String> all = new ArrayList<>(List.of(name, "--controller-type", type));
    all.addAll(arguments);
    Process p =
        start("spawner-" + name, domain, RosInstall.program("controller_manager", "spawner"), all);
    boolean ended = p.waitFor(LOADING_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      p.destroyForcibly();
    }
    if (!ended || p.exitValue() != 0) {
      throw new ReinsException(
          "the controller manager did not load "
              + name
              + ": "
              + end("spawner-" + name)
              + end("controller_manager"));
    }
  }

  private String end(String name) throws IOException {
    String text = Files.readString(folder.resolve(name + ".log"));
    return text.substring(Math.max(0, text.length() - 1000));
  }

  @Override
  public JsonNode status() {
    return watch.status();
  }

  @Override
  public JsonNode latency() {
    return watch.latency();
  }

  @Override
  public String reset() throws InterruptedException {
    return Operator.call(reset, "/reins_controller/reset");
  }

  @Override
  public void close() {
    watch.close();
    manager.destroy();
    try {
      if (!manager.waitFor(10, TimeUnit.SECONDS)) {
        manager.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      manager.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

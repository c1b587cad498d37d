package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.NodeShell;
import org.reins.node.assembly.NodeCommand;
import org.reins.node.json.Json;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.watchdog.RobotLink;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.DriverProfile;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.WalkScenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs a simulated robot as a node. */
@Command(
    name = "robot_sim",
    description = "The simulated robot.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class SimulatedRobotCommand implements Callable<Integer> {
  @Option(names = "--seed")
  private long seed = 1;

  @Option(names = "--seconds")
  private double seconds = 20;

  @Option(names = "--slot-seconds")
  private double slot = 2;

  @Option(names = "--disturb")
  private boolean disturb;

  @Option(names = "--backend")
  private Backend simulator = Backend.EMBEDDED;

  @Option(names = "--scenario")
  private String scenario = "nominal";

  @ParentCommand private NodeCommand node;

  @Override
  public Integer call() throws Exception {
    try (NodeShell shell =
        node.graph()
            .shell(
                "robot_sim",
                Map.of(
                    "robot", ParameterValue.of(node.robot()),
                    "seed", ParameterValue.of(seed),
                    "seconds", ParameterValue.of(seconds),
                    "slot_seconds", ParameterValue.of(slot),
                    "disturb", ParameterValue.of(disturb),
                    "scenario", ParameterValue.of(scenario),
                    "backend", ParameterValue.of(simulator.key())))) {
      return run(shell);
    }
  }

  private int run(NodeShell shell) throws Exception {
    ParameterSnapshot p = shell.snapshot();
    RobotModel robot = RobotFiles.load(p.text("robot"));
    Backend backend = Backend.valueOf(p.text("backend").toUpperCase(Locale.ROOT));
    backend.require();
    SimulatedRobot simulated =
        robot
            .base()
            .choose(fixed -> arm(shell, robot, backend), legs -> walker(shell, robot, backend));
    double period = 1 / robot.control().rateHz();
    try (RobotWorld world =
        new RobotWorld(shell.ros(), simulated, period, p.number("seconds"), p.flag("clock"))) {
      node.announce();
      ObjectNode report = world.runToEnd();
      if (node.report() != null) {
        Json.write(node.report(), report);
      }
    }
    System.out.println("DONE");
    return 0;
  }

  private static SimulatedRobot arm(NodeShell shell, RobotModel robot, Backend backend) {
    ParameterSnapshot p = shell.snapshot();
    RobotRun run =
        new RobotRun(
            p.integer("seed"), p.number("seconds"), p.number("slot_seconds"), p.flag("disturb"));
    backend.requirePush(run.disturb());
    return new SimulatedArm(
        shell.ros(),
        backend.make(robot),
        p.text("command_interface"),
        run,
        DriverProfile.of(p.text("driver")),
        watchdog(p, robot, p.text("command_interface")));
  }

  private static SimulatedRobot walker(NodeShell shell, RobotModel robot, Backend backend) {
    ParameterSnapshot p = shell.snapshot();
    LeggedRun run =
        new LeggedRun(
            p.integer("seed"),
            p.number("seconds"),
            WalkScenario.valueOf(p.text("scenario").toUpperCase(Locale.ROOT)),
            p.flag("commands"),
            p.flag("lowstate"));
    return new SimulatedWalker(
        shell.ros(),
        robot,
        r -> backend.walker(r, PlantParameters.WALK),
        run,
        watchdog(p, robot, "effort"));
  }

  /** The watchdog that the robot obeys; null for none. */
  private static RobotLink watchdog(ParameterSnapshot p, RobotModel robot, String mode) {
    String file = p.given("watchdog.file");
    return file.isEmpty() ? null : new RobotLink(Path.of(file), robot, mode);
  }
}

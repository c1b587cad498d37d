package org.reins.launch.simnode;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.NodeShell;
import org.reins.node.assembly.NodeCommand;
import org.reins.node.json.Json;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.DriverProfile;
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
  private static final double PATIENCE = 60;

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
      if (RobotFiles.load(shell.snapshot().text("robot")).isLegged()) {
        return LeggedRobotRun.of(shell, node.report());
      }
      return arm(shell);
    }
  }

  private int arm(NodeShell shell) throws Exception {
    ParameterSnapshot p = shell.snapshot();
    RobotModel robot = RobotFiles.arm(p.text("robot"));
    RobotRun run =
        new RobotRun(
            p.integer("seed"), p.number("seconds"), p.number("slot_seconds"), p.flag("disturb"));
    Backend backend = Backend.valueOf(p.text("backend").toUpperCase(Locale.ROOT));
    backend.require();
    backend.requirePush(run.disturb());
    String commands = p.text("command_interface");
    RobotNode world =
        new RobotNode(
            shell.ros(),
            backend.make(robot),
            commands,
            run,
            DriverProfile.of(p.text("driver")),
            p.flag("clock"));
    world.start();
    double waited = 0;
    while (!world.awaitEnd(0.5)) {
      if (world.isEngaged()) {
        System.out.printf(Locale.ROOT, "PROGRESS %.1f%n", world.worldTime());
      } else if ((waited += 0.5) > PATIENCE) {
        throw new ReinsException("no " + commands + " command arrived within 60 s");
      }
    }
    if (node.report() != null) {
      Json.write(node.report(), ArmReport.of(world, run));
    }
    System.out.println("DONE");
    return 0;
  }
}

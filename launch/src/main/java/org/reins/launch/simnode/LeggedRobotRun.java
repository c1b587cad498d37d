package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import org.reins.node.NodeShell;
import org.reins.node.json.Json;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.WalkScenario;

/** The node robot_sim of a legged robot, from its parameters to its report. */
public final class LeggedRobotRun {
  private static final double PATIENCE = 60;

  private LeggedRobotRun() {}

  public static int of(NodeShell shell, Path report) throws Exception {
    ParameterSnapshot p = shell.snapshot();
    RobotModel robot = RobotFiles.legged(p.text("robot"));
    Backend backend = Backend.valueOf(p.text("backend").toUpperCase(Locale.ROOT));
    backend.require();
    LeggedRun run =
        new LeggedRun(
            p.integer("seed"),
            p.number("seconds"),
            WalkScenario.valueOf(p.text("scenario").toUpperCase(Locale.ROOT)),
            p.flag("commands"),
            p.flag("lowstate"));
    try (LeggedRobotNode node =
        new LeggedRobotNode(
            shell.ros(),
            robot,
            r -> backend.walker(r, PlantParameters.WALK),
            run,
            p.flag("clock"))) {
      node.start();
      double waited = 0;
      while (!node.awaitEnd(0.5)) {
        if (node.isEngaged()) {
          System.out.printf(Locale.ROOT, "PROGRESS %.1f%n", node.worldTime());
        } else if ((waited += 0.5) > PATIENCE) {
          throw new ReinsException(
              "no command arrived on lowcmd or effort_controller/commands within 60 s");
        }
      }
      if (!node.failure().isEmpty()) {
        throw new ReinsException(node.failure());
      }
      if (report != null) {
        Json.write(report, report(node));
      }
    }
    System.out.println("DONE");
    return 0;
  }

  private static ObjectNode report(LeggedRobotNode node) {
    return Json.MAPPER
        .createObjectNode()
        .put("fallen", node.body().fallen())
        .put("seconds", node.worldTime())
        .put("metres", node.metres())
        .put("position_violation_periods", node.limits().position())
        .put("speed_violation_periods", node.limits().speed())
        .put("torque_violation_periods", node.limits().torque())
        .put("commands_missing", node.commandsMissing())
        .put("damped_for_want_of_commands", node.stops())
        .put("host_stall_periods", node.slips())
        .put("scheduling_warning", node.schedulingWarning());
  }
}

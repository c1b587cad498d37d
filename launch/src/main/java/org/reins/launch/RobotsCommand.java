package org.reins.launch;

import java.util.concurrent.Callable;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists robots and checks robot files. */
@Command(
    name = "robots",
    description = "Lists the robots that come with Reins, or checks a robot file.",
    mixinStandardHelpOptions = true)
final class RobotsCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", description = "A robot file to check.")
  private String file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (file != null) {
      RobotModel robot = RobotFiles.load(file);
      out.println(robot.name() + " (" + robot.title() + ") is sound: " + robot.dof() + " joints");
      return 0;
    }
    for (String name : RobotFiles.builtIn()) {
      RobotModel robot = RobotFiles.load(name);
      out.println(name + "  " + robot.title() + ", " + robot.dof() + " joints");
    }
    return 0;
  }
}

package org.reins.launch.roscontrol;

import java.util.concurrent.Callable;
import org.reins.robot.file.RobotFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the parameters of reins_controller for a robot. */
@Command(
    name = "controller",
    description = {
      "Writes the parameter file of reins_controller, the controller of ros2_control, for an arm.",
      "Example: reins new controller --robot ur5e --mode velocity > controller.yaml"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class NewControllerCommand implements Callable<Integer> {
  @Option(names = "--robot", required = true, description = "Its name, or a robot file.")
  private String robot;

  @Option(
      names = "--mode",
      required = true,
      description = "What the hardware takes: effort, velocity or position.")
  private String mode;

  @Option(names = "--file", description = "File in shared memory; one for each robot.")
  private String file = ControllerParameters.FILE;

  @Override
  public Integer call() {
    System.out.print(ControllerParameters.yaml(RobotFiles.load(robot), mode, file));
    return 0;
  }
}

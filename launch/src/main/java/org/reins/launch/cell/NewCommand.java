package org.reins.launch.cell;

import java.util.concurrent.Callable;
import org.reins.launch.roscontrol.NewControllerCommand;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes files to start from. */
@Command(
    name = "new",
    description = "Writes a file to start from, to standard output.",
    mixinStandardHelpOptions = true,
    subcommands = {NewCommand.CellCommand.class, NewControllerCommand.class})
public final class NewCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "say what to write: ./reins new cell --robot ur5e > cell.yaml, or ./reins new controller"
            + " --robot ur5e --mode velocity > controller.yaml");
  }

  /** Writes a cell that runs as it is. */
  @Command(
      name = "cell",
      description =
          "Writes a commented cell that runs as it is: for an arm, goals in front of it and a zone in"
              + " the way between them; for legs, walks in which something goes wrong.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class CellCommand implements Callable<Integer> {
    @Option(names = "--robot", required = true, description = "Its name, or a robot file.")
    private String robot;

    @Override
    public Integer call() {
      RobotModel model = RobotFiles.load(robot);
      String yaml =
          model
              .base()
              .choose(
                  fixed -> new DraftCell(robot).yaml(), legs -> new WalkDraft(robot, model).yaml());
      System.out.print(yaml);
      return 0;
    }
  }
}

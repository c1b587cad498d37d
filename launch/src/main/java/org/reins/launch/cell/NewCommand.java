package org.reins.launch.cell;

import java.util.concurrent.Callable;
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
    subcommands = NewCommand.CellCommand.class)
public final class NewCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to write: ./reins new cell --robot ur5e > cell.yaml");
  }

  /** Writes a cell that runs as it is. */
  @Command(
      name = "cell",
      description =
          "Writes a commented cell that runs as it is: goals in front of the arm, and a zone in the"
              + " way between them.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class CellCommand implements Callable<Integer> {
    @Option(names = "--robot", required = true, description = "Arm: its name, or a robot file.")
    private String robot;

    @Override
    public Integer call() {
      System.out.print(new DraftCell(robot).yaml());
      return 0;
    }
  }
}

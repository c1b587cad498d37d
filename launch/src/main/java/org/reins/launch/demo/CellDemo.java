package org.reins.launch.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reins.launch.simulate.SimCommand;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.RobotCell;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The demo of a cell: its arm in lockstep, with the filter off and on, over three seeds. */
final class CellDemo {
  private static final Set<String> PASSED_ON =
      Set.of(
          "--cell",
          "--seconds",
          "--slot-seconds",
          "--backend",
          "--driver",
          "--policy",
          "--barrier",
          "--json");
  private static final Set<String> UNDERSTOOD = Set.of("--robot", "--headless");

  private CellDemo() {}

  /**
   * Runs the demo of the cell that the options name.
   *
   * @throws ReinsException with one sentence if an option contradicts the cell or is not for cells
   */
  static int run(ParseResult given) throws Exception {
    List<String> passed = new ArrayList<>(List.of("--seeds", "3"));
    for (OptionSpec option : given.matchedOptions()) {
      String name = option.longestName();
      if (PASSED_ON.contains(name)) {
        passed.addAll(List.of(name, option.getValue().toString()));
      } else if (!UNDERSTOOD.contains(name)) {
        throw new ReinsException(
            name
                + " is not for --cell: allowed with it are "
                + PASSED_ON.stream().sorted().collect(Collectors.joining(", "))
                + "; ./reins sim has more");
      }
    }
    if (given.hasMatchedOption("--robot")) {
      RobotCell cell = CellFile.read(given.matchedOptionValue("--cell", ""));
      String robot = given.matchedOptionValue("--robot", "");
      if (!robot.equals(cell.robotName()) && !robot.equals(cell.robot().name())) {
        throw new ReinsException(
            "--robot is "
                + robot
                + ", and the robot of "
                + cell.file()
                + " is "
                + cell.robot().name()
                + ": leave --robot out, or give another cell");
      }
    }
    SimCommand sim = new SimCommand();
    new CommandLine(sim).parseArgs(passed.toArray(String[]::new));
    return sim.call();
  }
}

package org.reins.launch.bench;

import org.reins.launch.faults.HostileBenchCommand;
import org.reins.launch.faults.WatchdogBenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code reins bench}. */
@Command(
    name = "bench",
    description = "Measures the parts of the filter, each against a baseline in the same run.",
    mixinStandardHelpOptions = true,
    subcommands = {
      QpBenchCommand.class,
      BarrierBenchCommand.class,
      StepBenchCommand.class,
      LoopBenchCommand.class,
      RecordBenchCommand.class,
      RoundTripBenchCommand.class,
      BoatBenchCommand.class,
      SimBenchCommand.class,
      ContractBenchCommand.class,
      WatchdogBenchCommand.class,
      HostileBenchCommand.class,
      ControllerBenchCommand.class,
      org.reins.launch.gym.GymBenchCommand.class,
      LeRobotBenchCommand.class
    })
public final class BenchCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}

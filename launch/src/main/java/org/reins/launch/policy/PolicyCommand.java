package org.reins.launch.policy;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Policies that others trained; one line for each subcommand. */
@Command(
    name = "policy",
    description = "Imports, inspects, checks and tries policies that others trained.",
    subcommands = {
      PolicyImportCommand.class,
      PolicyInspectCommand.class,
      PolicyCheckCommand.class,
      PolicyWalkCommand.class,
      PolicyRecordCommand.class,
      PolicyTestCommand.class
    },
    mixinStandardHelpOptions = true)
public final class PolicyCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

package org.reins.launch.policy;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what a policy sees and answers. */
@Command(
    name = "inspect",
    description = "Shows what a policy sees.",
    mixinStandardHelpOptions = true)
final class PolicyInspectCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "A description or a bundle.")
  private Path file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(file);
  }
}

package org.reins.launch.inspect;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints the completion of commands and options for a shell. */
@Command(
    name = "completion",
    description = {
      "Prints the completion of all commands and options for bash, and for zsh with bashcompinit.",
      "",
      "Example: source <(./reins completion)"
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("reins", spec.root().commandLine()));
    out.flush();
  }
}

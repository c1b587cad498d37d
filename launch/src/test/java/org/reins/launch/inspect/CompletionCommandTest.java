package org.reins.launch.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CompletionCommandTest {
  @TempDir Path folder;

  /** Stands for all commands. */
  @Command(
      name = "reins",
      mixinStandardHelpOptions = true,
      subcommands = {CompletionCommand.class, RobotsCommand.class})
  private static final class All {}

  @Test
  void bashTakesIt_andCompletesCommandsAndOptions() throws Exception {
    StringWriter script = new StringWriter();
    CommandLine all = new CommandLine(new All()).setOut(new PrintWriter(script));
    assertEquals(0, all.execute("completion"));
    Path file = folder.resolve("completion");
    Files.writeString(
        file,
        script
            + "\nCOMP_WORDS=(reins rob); COMP_CWORD=1; _complete_reins; echo ${COMPREPLY[@]}"
            + "\nCOMP_WORDS=(reins --ver); COMP_CWORD=1; _complete_reins; echo ${COMPREPLY[@]}\n");
    Path log = folder.resolve("log");
    Process bash =
        new ProcessBuilder("bash", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(bash.waitFor(60, TimeUnit.SECONDS));
    assertEquals(List.of("robots", "--version"), Files.readAllLines(log));
  }
}

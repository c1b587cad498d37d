package org.reins.launch.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reins.node.story.RunReport;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a recorded run as one page. */
@Command(
    name = "report",
    description =
        "Writes a recording of 'reins run --record' as one page that needs no other file: figures,"
            + " a timeline, margins, speeds, levels and step times, every intervention with what"
            + " lets the robot go on, and the configuration with its hashes. It can be read on a"
            + " phone and printed.",
    footer = {"", "Example: ./reins report runs/today --out today.html"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Recording (.mcap) or folder of one run.")
  private Path run;

  @Option(names = "--out", description = "Page to write. Default: beside the recording, .html.")
  private Path out;

  @Option(names = "--at-least", description = "Leave out events shorter than this, s, 0 to 3600.")
  private double shortest = RunReport.SHORTEST;

  @Override
  public Integer call() {
    if (!(shortest >= 0 && shortest <= 3600)) {
      throw new ReinsException("--at-least is " + shortest + " s: allowed is 0 to 3600");
    }
    String page = RunReport.page(run, shortest);
    Path file = out == null ? beside() : out;
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new ReinsException("report " + file + " cannot be written: " + OneLine.reason(e), e);
    }
    System.out.println("report " + file);
    return 0;
  }

  private Path beside() {
    return Files.isDirectory(run)
        ? run.resolve("report.html")
        : run.resolveSibling(
            run.getFileName().toString().replaceFirst("(_\\d{3,})?\\.mcap$", "")
                + RunReport.ENDING);
  }
}

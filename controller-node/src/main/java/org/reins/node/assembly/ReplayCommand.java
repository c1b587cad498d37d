package org.reins.node.assembly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.arguments.RosArguments;
import org.reins.node.json.Json;
import org.reins.node.replay.Recording;
import org.reins.node.replay.ReplayReport;
import org.reins.node.replay.ReplayResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the filter again on a recording. */
@Command(
    name = "replay",
    description = {
      "Runs the filter again on a recording of 'reins run --record FOLDER'. With nothing changed,"
          + " every bit of every cycle must come out as recorded, on the same machine and JVM."
          + " With another barrier, constraint file, robot file or parameters it says, cycle by"
          + " cycle, what the filter would have sent in the recorded situations.",
      "",
      "Examples:",
      "  ./reins replay tuesday.mcap",
      "  ./reins replay tuesday.mcap --barrier new.safetensors --json diff.json"
    },
    footer = {
      "",
      "Exit status: 0 if all is equal, 1 if something differs, 2 if the recording or an option is"
          + " not usable."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BAG", description = "Recording: a file, or a folder with one run.")
  private Path bag;

  @Option(names = "--barrier", description = "Other barrier: a file, none, or built-in.")
  private String barrier;

  @Option(names = "--constraints", description = "Other constraint file, or none.")
  private String constraints;

  @Option(names = "--robot", description = "Other robot: a name or a file, with as many joints.")
  private String robot;

  @Option(names = "--params", description = "Parameter file with other values.")
  private Path params;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    Recording recording = Recording.open(bag);
    try (ReplaySetup setup = new ReplaySetup(recording)) {
      Map<String, String> files = new LinkedHashMap<>();
      files.put("robot", robot);
      files.put("barrier", barrier);
      files.put("constraints", constraints);
      files.forEach(
          (name, value) -> {
            if (value != null) {
              setup.replace(name, value);
            }
          });
      if (params != null) {
        setup.parameters(RosArguments.parametersIn(params, "safety_filter"));
      }
      return compare(recording, setup);
    }
  }

  private int compare(Recording recording, ReplaySetup setup) throws IOException {
    ReplayReport report = new ReplayReport(System.out);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    report.recording(recording, figures);
    ReplayResult same = setup.exact();
    Map<String, String> program = setup.program();
    report.exact(same, program, figures.putObject("unchanged"));
    boolean differs = !same.isSame();
    Map<String, String> causes = setup.changed();
    for (Map.Entry<String, String> cause : causes.entrySet()) {
      ReplayResult other = setup.with(cause.getKey());
      report.changed(cause.getKey(), cause.getValue(), other, figures.withObject("/changed"));
      differs |= other.commands() > 0 || other.actions() > 0;
    }
    if (causes.size() > 1) {
      ReplayResult all = setup.withAll();
      report.changed("all together", "", all, figures.withObject("/changed"));
      differs |= all.commands() > 0 || all.actions() > 0;
    }
    figures.put("equal", !differs);
    if (json != null) {
      Json.write(json, figures);
    }
    return differs ? 1 : 0;
  }
}

package org.reins.launch.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.audit.SealCheck;
import org.reins.node.json.Json;
import org.reins.node.signing.VerifyingKey;
import org.reins.node.story.RecordingStory;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import org.reins.robot.file.BoundedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains in words what the filter did in a run and why. */
@Command(
    name = "explain",
    description =
        "Explains in words what the filter did and why, from a recording of 'reins run --record'"
            + " or a log of 'reins sim --log FILE'. Of a recording it says what slowed or stopped"
            + " the robot, which rows acted, what lets it go on, and which parameters count."
            + " Given the planner's audit log, it checks the hashes and explains who changed the"
            + " envelope and why.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ExplainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Log, recording (.mcap) or folder of a run.")
  private Path run;

  @Option(names = "--seed", description = "Seed of the only run to explain; 0 for all runs.")
  private int seed;

  @Option(names = "--at-least", description = "Leave out events shorter than this, s, 0 to 3600.")
  private double shortest = 0.02;

  @Option(
      names = "--key",
      description = "Public key that must have sealed the audit log (planner.seal_key).")
  private Path key;

  @Override
  public Integer call() throws IOException {
    if (!(shortest >= 0 && shortest <= 3600)) {
      throw new ReinsException("--at-least is " + shortest + " s: allowed is 0 to 3600");
    }
    if (Files.isDirectory(run) || run.toString().endsWith(".mcap")) {
      return RecordingStory.tell(run, shortest, System.out);
    }
    String log;
    try {
      log = BoundedFile.text(run, most());
    } catch (NoSuchFileException e) {
      throw new ReinsException("log " + run + " does not exist", e);
    } catch (IOException e) {
      throw new ReinsException("log " + run + " cannot be read: " + e.getMessage(), e);
    }
    if (log.startsWith("{\"number\":") || key != null || SealCheck.isSealed(run)) {
      return AuditStory.tell(run, key == null ? null : VerifyingKey.read(key), System.out);
    }
    Map<String, Double> seconds = new LinkedHashMap<>();
    JsonNode before = null;
    int number = 0;
    for (Iterator<String> lines = log.lines().iterator(); lines.hasNext(); ) {
      JsonNode line = parse(lines.next(), ++number);
      if (before != null && before.get("seed").asInt() == line.get("seed").asInt()) {
        tell(before, line.get("time").asDouble(), seconds);
      }
      before = line;
    }
    System.out.println();
    System.out.println("seconds in which each row acted:");
    seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(e -> System.out.printf(Locale.ROOT, "%9.3f  %s%n", e.getValue(), e.getKey()));
    return 0;
  }

  /** Largest size of a log, bytes; it is read into memory as a whole. */
  private static int most() {
    return (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 3);
  }

  private void tell(JsonNode line, double end, Map<String, Double> seconds) {
    if (seed != 0 && line.get("seed").asInt() != seed) {
      return;
    }
    double start = line.get("time").asDouble();
    for (JsonNode row : line.get("rows")) {
      seconds.merge(OneLine.of(row.asText()), end - start, Double::sum);
    }
    if (end - start >= shortest) {
      System.out.printf(
          Locale.ROOT,
          "seed %d, %.3f to %.3f s: %s%n",
          line.get("seed").asInt(),
          start,
          end,
          OneLine.of(line.get("text").asText()));
    }
  }

  private JsonNode parse(String text, int number) {
    try {
      JsonNode line = Json.MAPPER.readTree(text);
      if (line.hasNonNull("seed")
          && line.hasNonNull("time")
          && line.has("rows")
          && line.has("text")) {
        return line;
      }
    } catch (JsonProcessingException e) {
      throw new ReinsException(
          "line " + number + " of " + run + " is not JSON: a log of 'reins sim --log' is needed",
          e);
    }
    throw new ReinsException(
        "line "
            + number
            + " of "
            + run
            + " lacks seed, time, rows or text: a log of 'reins sim"
            + " --log' is needed");
  }
}

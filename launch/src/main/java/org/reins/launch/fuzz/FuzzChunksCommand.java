package org.reins.launch.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.chunk.ChunkFault;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends adversarial chunks. */
@Command(
    name = "chunks",
    description = {
      "Sends chunks of actions that are broken, late, early, sent twice or in another order, that"
          + " jump or aim at the limits. Each is checked, executed and filtered as in the controller"
          + " node. Violations are judged by the simulator's true state.",
      "",
      "Example: ./reins fuzz chunks --robot panda,ur5e --chunks 10000"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class FuzzChunksCommand implements Callable<Integer> {
  @Option(names = "--robot", split = ",", description = "Arms.")
  private List<String> robots = List.of("panda", "ur5e");

  @Option(names = "--chunks", description = "Chunks for each arm, 20 to 10000000.")
  private long chunks = 10_000;

  @Option(names = "--seed", description = "Number of the first episode, of 20 chunks each.")
  private long seed = 1;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (chunks < ChunkFuzz.CHUNKS || chunks > 10_000_000) {
      throw new ReinsException(
          "--chunks is " + chunks + ": allowed is " + ChunkFuzz.CHUNKS + " to 10000000");
    }
    ObjectNode figures = Json.MAPPER.createObjectNode();
    System.out.printf(
        "%-10s %9s %9s %11s %6s %11s %9s %9s%n",
        "robot", "chunks", "executed", "violations", "jumps", "not finite", "steps", "check us");
    long bad = 0;
    for (String name : robots) {
      ChunkCounts c = run(name);
      System.out.printf(
          Locale.ROOT,
          "%-10s %9d %9d %11d %6d %11d %9d %9.1f%n",
          name,
          c.sent(),
          c.executed(),
          c.violations(),
          c.jumps(),
          c.nonFinite(),
          c.steps,
          c.longestCheck);
      c.failures().forEach(System.out::println);
      put(figures.putObject(name), c);
      bad += c.violations() + c.jumps() + c.nonFinite();
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return bad == 0 ? 0 : 1;
  }

  private ChunkCounts run(String name) {
    ChunkFuzz fuzz = new ChunkFuzz(RobotFiles.arm(name));
    ChunkCounts counts = new ChunkCounts();
    long episodes = (chunks + ChunkFuzz.CHUNKS - 1) / ChunkFuzz.CHUNKS;
    for (long k = 0; k < episodes; k++) {
      fuzz.episode(seed + k, counts);
      if (Boolean.getBoolean("reins.terminal")) {
        System.err.printf(Locale.ROOT, "\r%s %d of %d episodes", name, k + 1, episodes);
      }
    }
    return counts;
  }

  private static void put(ObjectNode node, ChunkCounts c) {
    node.put("chunks", c.sent())
        .put("executed", c.executed())
        .put("violations", c.violations())
        .put("jumps", c.jumps())
        .put("non_finite", c.nonFinite())
        .put("steps", c.steps)
        .put("followed_steps", c.followed)
        .put("longest_check_us", c.longestCheck);
    ObjectNode refused = node.putObject("refused");
    for (ChunkFault f : ChunkFault.values()) {
      if (f != ChunkFault.NONE) {
        refused.put(f.name().toLowerCase(Locale.ROOT), c.refused(f));
      }
    }
  }
}

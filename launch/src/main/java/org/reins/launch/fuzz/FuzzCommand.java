package org.reins.launch.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ArmDrive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the filter on invalid inputs. */
@Command(
    name = "fuzz",
    description = "Drives the filter with invalid and faulty inputs, and counts failures.",
    mixinStandardHelpOptions = true,
    subcommands = {FuzzFilesCommand.class, FuzzConfigsCommand.class, FuzzChunksCommand.class})
public final class FuzzCommand implements Runnable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PORTION = 500_000;

  @Override
  public void run() {
    throw new ReinsException(
        "fuzz needs a subcommand: ./reins fuzz step, ./reins fuzz loop, ./reins fuzz files, ./reins fuzz"
            + " configs, or ./reins fuzz chunks");
  }

  /** Single steps of the filter. */
  @Command(
      name = "step",
      description =
          "Runs steps of the filter on wild, stale, huge and contradictory inputs. Checks for"
              + " exceptions, for commands that are not finite or beyond a limit or a rate, and"
              + " for allocations.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  int step(
      @Option(names = "--robot", split = ",", defaultValue = "panda,ur5e,gen3,go1")
          List<String> robots,
      @Option(names = "--steps", defaultValue = "1000000", description = "Steps in all.")
          long steps,
      @Option(names = "--seed", defaultValue = "1") long seed,
      @Option(names = "--json", description = "JSON file for the figures.") Path json)
      throws Exception {
    if (!(steps >= 1 && steps <= 1_000_000_000_000L)) {
      throw new ReinsException("--steps is " + steps + ": allowed is 1 to 1e12");
    }
    StepCounts all = new StepCounts(0, 0, 0, 0, 0, 0);
    ObjectNode figures = MAPPER.createObjectNode();
    System.out.printf(
        "%-10s %14s %10s %10s %12s %11s %8s%n",
        "robot", "steps", "exceptions", "not finite", "beyond limit", "beyond rate", "bytes");
    for (String name : robots) {
      StepCounts one = steps(RobotFiles.load(name), steps / robots.size(), seed);
      print(name, one);
      put(figures.putObject(name), one);
      all = all.plus(one);
    }
    print("all", all);
    put(figures, all);
    if (json != null) {
      MAPPER.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
    }
    return all.isClean() ? 0 : 1;
  }

  /** Episodes in closed loop. */
  @Command(
      name = "loop",
      description =
          "Runs episodes of simulated robots with one fault each: lost states or commands, frozen,"
              + " jumping or wrong sensors, pushes. Violations are judged by the simulator's true"
              + " state.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  int loop(
      @Option(
              names = "--robot",
              split = ",",
              defaultValue = "panda,ur5e,ur5e:velocity,ur5e:position,ur5e:trajectory,gen3,go1",
              description =
                  "Robots. A colon and an output mode after the name select a mode other than"
                      + " effort.")
          List<String> robots,
      @Option(names = "--episodes", defaultValue = "2000", description = "Episodes in all.")
          long episodes,
      @Option(names = "--seed", defaultValue = "1", description = "Number of the first episode.")
          long seed,
      @Option(names = "--json", description = "JSON file for the figures.") Path json)
      throws Exception {
    if (!(episodes >= 1 && episodes <= 1_000_000_000L)) {
      throw new ReinsException("--episodes is " + episodes + ": allowed is 1 to 1e9");
    }
    LoopCounts all = LoopCounts.none();
    ObjectNode figures = MAPPER.createObjectNode();
    System.out.printf(
        "%-16s %10s %11s %12s %10s %9s%n",
        "robot", "episodes", "violations", "unholdable", "not finite", "stopped");
    for (String name : robots) {
      LoopCounts one = episodes(name, seed, Math.max(1, episodes / robots.size()));
      print(name, one);
      put(figures.putObject(name), one);
      all = all.plus(one);
    }
    print("all", all);
    put(figures, all);
    all.failures().forEach(System.out::println);
    if (json != null) {
      MAPPER.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
    }
    return all.violations() + all.nonFinite() == 0 ? 0 : 1;
  }

  private static LoopCounts episodes(String name, long seed, long count) {
    String[] parts = name.split(":", 2);
    RobotModel robot = RobotFiles.load(parts[0]);
    String mode = parts.length == 1 ? "" : parts[1];
    return robot
        .base()
        .choose(
            fixed -> new ArmLoopFuzz(robot, mode.isEmpty() ? null : mode(mode)).run(seed, count),
            legs -> walks(robot, mode).run(seed, count));
  }

  private static WalkLoopFuzz walks(RobotModel robot, String mode) {
    if (!mode.isEmpty()) {
      throw new ReinsException(
          robot.name()
              + ":"
              + mode
              + " is legged: its episodes choose motor targets or torques at random, so use "
              + robot.name());
    }
    return new WalkLoopFuzz(robot);
  }

  private static ArmDrive.Mode mode(String name) {
    for (ArmDrive.Mode mode : ArmDrive.Mode.values()) {
      if (mode.name().equalsIgnoreCase(name)) {
        return mode;
      }
    }
    throw new ReinsException(
        "the output mode is " + name + ": allowed is velocity, position or trajectory");
  }

  private static void print(String name, LoopCounts c) {
    System.out.printf(
        "%-16s %10d %11d %12d %10d %9d%n",
        name, c.episodes(), c.violations(), c.unholdable(), c.nonFinite(), c.stopped());
  }

  private static void put(ObjectNode node, LoopCounts c) {
    node.put("episodes", c.episodes())
        .put("violations", c.violations())
        .put("unholdable", c.unholdable())
        .put("non_finite", c.nonFinite())
        .put("stopped", c.stopped());
  }

  private static StepCounts steps(RobotModel robot, long steps, long seed) {
    return robot
        .base()
        .choose(
            fixed -> armSteps(robot, steps, seed),
            legs -> new WalkStepFuzz(robot).run(steps, seed));
  }

  private static StepCounts armSteps(RobotModel robot, long steps, long seed) {
    StepCounts sum = new StepCounts(0, 0, 0, 0, 0, 0);
    ArmStepFuzz fuzz = new ArmStepFuzz(robot, null);
    // Allocations of the compiler during warm-up are not counted for the filter.
    fuzz.run(Math.min(steps, 50_000), ~seed);
    for (long done = 0; done < steps; done += PORTION) {
      sum = sum.plus(fuzz.run(Math.min(PORTION, steps - done), seed + done));
      if (Boolean.getBoolean("reins.terminal")) {
        System.err.printf(Locale.ROOT, "\r%s %d of %d steps", robot.name(), done, steps);
      }
    }
    return sum;
  }

  private static void print(String name, StepCounts c) {
    System.out.printf(
        "%-10s %14d %10d %10d %12d %11d %8d%n",
        name, c.steps(), c.exceptions(), c.nonFinite(), c.beyondLimit(), c.beyondRate(), c.bytes());
  }

  private static void put(ObjectNode node, StepCounts c) {
    node.put("steps", c.steps())
        .put("exceptions", c.exceptions())
        .put("non_finite", c.nonFinite())
        .put("beyond_limit", c.beyondLimit())
        .put("beyond_rate", c.beyondRate())
        .put("bytes", c.bytes());
  }
}

package org.reins.launch.learn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.reins.launch.report.Progress;
import org.reins.learning.policy.OnnxWriter;
import org.reins.learning.policy.PolicySearch;
import org.reins.learning.policy.ReachReturn;
import org.reins.learning.policy.TanhNetwork;
import org.reins.learning.policy.WalkReturn;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.RobotCell;
import org.reins.sim.cell.WalkCell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns the demo's policies. */
@Command(
    name = "train-policy",
    description =
        "Learns to reach, or to walk with a legged robot, by an evolution strategy in the"
            + " simulator. Writes the policy as ONNX.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TrainPolicyCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "Robot name or file.")
  private String robotName = "panda";

  @Option(
      names = "--cell",
      description =
          "Cell file, or a cell that comes with Reins: its robot learns its goals or commands.")
  private String cellName;

  @Option(names = "--out", required = true, description = "ONNX file to write.")
  private Path out;

  @Option(names = "--generations", description = "Updates of the policy.")
  private int generations = 500;

  @Option(names = "--pairs", description = "Mirrored pairs per generation.")
  private int pairs = 48;

  @Option(names = "--episodes", description = "Episodes per candidate.")
  private int episodes = 6;

  @Option(names = "--seed", description = "Seed; the same seed gives the same policy.")
  private long seed = 1;

  @Option(names = "--threads", description = "Threads; they do not change the result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    RobotCell cell = cellName == null ? null : CellFile.read(cellName);
    if (cell != null && spec.commandLine().getParseResult().hasMatchedOption("--robot")) {
      throw new ReinsException("--robot and --cell: the cell names its robot, leave --robot out");
    }
    RobotModel robot = cell == null ? RobotFiles.load(robotName) : cell.robot();
    PolicySearch.Settings settings =
        new PolicySearch.Settings(generations, pairs, episodes, seed, threads);
    Progress progress = new Progress(System.out, "train-policy");
    Task task =
        cell == null
            ? task(robot)
            : cell.choose(TrainPolicyCommand::reach, TrainPolicyCommand::walk);
    TanhNetwork policy =
        new PolicySearch(task.sizes, settings, task.episodes)
            .run(
                (g, mean, reached) ->
                    progress.at(
                        (double) g / generations,
                        String.format(
                            Locale.ROOT,
                            "generation %d, return %.3f, %.0f %% of held-out episodes %s",
                            g,
                            mean,
                            100 * reached,
                            task.success)));
    progress.done();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("reins.robot", robot.name());
    metadata.put("reins.joints", String.join(",", robot.jointNames()));
    metadata.put("reins.interface", task.policyInterface);
    metadata.put("reins.seed", Long.toString(seed));
    metadata.put("reins.generations", Integer.toString(generations));
    metadata.put("reins.pairs", Integer.toString(pairs));
    metadata.put("reins.episodes", Integer.toString(episodes));
    Files.write(out, OnnxWriter.write(policy, metadata));
    System.out.println("wrote " + out);
    return 0;
  }

  /**
   * The training task for a kind of robot.
   *
   * @param sizes of the network's layers
   * @param episodes creates the scorer of a policy
   * @param success of an episode, in words
   * @param policyInterface observation and action of the policy
   */
  private record Task(
      int[] sizes, Supplier<PolicySearch.Worth> episodes, String success, String policyInterface) {}

  private static Task task(RobotModel robot) {
    return robot
        .base()
        .choose(
            fixed -> reach(robot, () -> new ReachReturn(robot)),
            legs -> walk(robot, () -> new WalkReturn(robot)));
  }

  private static Task reach(Cell cell) {
    return reach(cell.robot(), () -> new ReachReturn(cell));
  }

  private static Task walk(WalkCell cell) {
    return walk(cell.robot(), () -> new WalkReturn(cell));
  }

  private static Task reach(RobotModel robot, Supplier<PolicySearch.Worth> episodes) {
    return new Task(ReachReturn.sizes(robot), episodes, "reached their goal", "reach/1");
  }

  private static Task walk(RobotModel robot, Supplier<PolicySearch.Worth> episodes) {
    return new Task(WalkReturn.sizes(robot), episodes, "without a fall", "walk/1");
  }
}

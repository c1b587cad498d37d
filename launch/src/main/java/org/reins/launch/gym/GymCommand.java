package org.reins.launch.gym;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.observation.ReachDescription;
import org.reins.filter.policy.PolicyDescription;
import org.reins.launch.cell.CellModels;
import org.reins.launch.experiment.EnvelopeSource;
import org.reins.node.policy.CheckedDescription;
import org.reins.robot.ReinsException;
import org.reins.sim.ArmOutput;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.world.DemoWorld;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a cell's arm behind the filter as environments for learners, over a local socket. */
@Command(
    name = "gym",
    description =
        "Serves a cell's arm behind the filter as training environments, one or many at a time,"
            + " over a Unix-domain socket. See docs/training.md and launch/python/reins_gym.py.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class GymCommand implements Callable<Integer> {
  @Option(
      names = "--socket",
      required = true,
      description = "Path of the socket. The path must not exist yet.")
  private Path socket;

  @Option(
      names = "--cell",
      description = "Cell file, or a cell that comes with Reins; see docs/cells.md.")
  private String cellName = DemoWorld.CELL;

  @Option(
      names = "--policy",
      description =
          "Description (.yaml) of what the learner sees and answers; its network is not used. By"
              + " default that of Reins' reaching policies; see docs/policies.md.")
  private Path policy;

  @Option(names = "--envelope", description = "${COMPLETION-CANDIDATES}.")
  private EnvelopeSource regime = EnvelopeSource.DYNAMIC;

  @Option(
      names = "--level",
      description = "Envelope level held throughout, 0 to 4, instead of --envelope.")
  private Integer level;

  @Option(names = "--episode-seconds", description = "Length of an episode, s, 0.1 to 3600.")
  private double episodeSeconds = 10;

  @Option(
      names = "--barrier",
      description = "Barrier file, built-in, or none; by default the cell's.")
  private String barrier;

  @Option(
      names = "--workers",
      description = "Threads that step environments, 1 to 256; by default one for each core.")
  private int workers = Math.min(256, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--once",
      description = "End after the first client, or if none comes within five minutes.")
  private boolean once;

  @Override
  public Integer call() throws Exception {
    require("--episode-seconds", episodeSeconds, 0.1, 3600);
    require("--workers", workers, 1, 256);
    if (level != null) {
      require("--level", level, 0, EnvelopeLevels.DEFAULT.top());
    }
    Cell cell = CellFile.load(cellName);
    requireSimulated(cell);
    if (barrier != null) {
      cell = cell.withBarrier(barrier);
    }
    PolicyDescription description =
        policy == null
            ? ReachDescription.of(cell.robot())
            : CheckedDescription.read(cell.robot(), policy);
    GymTask task =
        new GymTask(
            cell,
            CellModels.barrier(cell),
            description,
            regime,
            level == null ? -1 : level,
            episodeSeconds);
    // What is wrong with the cell or the description is said before a client comes.
    task.make(0).next();
    new GymServer(task, workers).serve(socket, once);
    return 0;
  }

  /** What the environments do not simulate is said, and not left out in silence. */
  private static void requireSimulated(Cell cell) {
    if (cell.output() != ArmOutput.EFFORT) {
      throw new ReinsException(
          "output of cell "
              + cell.file()
              + " is "
              + cell.output().key()
              + ": training environments simulate effort; ./reins sim runs the others");
    }
    if (!cell.world().people().isEmpty()) {
      throw new ReinsException(
          "cell "
              + cell.file()
              + " has people: training environments simulate none; ./reins sim does");
    }
  }

  private static void require(String option, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ReinsException(option + " is " + value + ": allowed is " + low + " to " + high);
    }
  }
}

package org.reins.launch.learn;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.reins.launch.cell.CellModels;
import org.reins.launch.cell.CellPolicy;
import org.reins.launch.report.Progress;
import org.reins.launch.walk.WalkCells;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.ReinsException;
import org.reins.sim.TransitionFile;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.PolicyChoice;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.system.SystemRecorder;
import org.reins.sim.system.Systems;
import org.reins.sim.world.DemoWorld;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records transitions for a barrier. */
@Command(
    name = "collect",
    description =
        "Records transitions of mixed behaviours from the simulator into HDF5: of a cell, of a"
            + " walking robot, or of a benchmark system.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class CollectCommand implements Callable<Integer> {
  @Option(
      names = "--system",
      description =
          "System to record: a cell that comes with Reins, such as panda-zone or go1-walk, or boat,"
              + " double-integrator, pendulum, dubins, point-robot or air3d.")
  private String system = DemoWorld.CELL;

  @Option(names = "--cell", description = "Cell file to record, instead of --system.")
  private String cellName;

  @Option(names = "--out", required = true, description = "HDF5 file to write.")
  private Path out;

  @Option(
      names = "--transitions",
      description =
          "Number of transitions, 1000 to 10000000; 0 selects 800000 for cells,"
              + " 1000000 for point-robot, and 200000 for the others.")
  private int wanted;

  @Option(names = "--policy", description = "ONNX file of the policy; by default the cell's.")
  private String policyName;

  @Option(names = "--seed", description = "Seed; the same seed gives the same recording.")
  private long seed = 1;

  @Override
  public Integer call() {
    if (cellName != null) {
      system = cellName;
    }
    boolean isCell = cellName != null || CellFile.BUILT_IN.contains(system);
    int transitions = wanted == 0 ? usual(isCell ? DemoWorld.CELL : system) : wanted;
    if (transitions < 1000 || transitions > 10_000_000) {
      throw new ReinsException("transitions is " + transitions + ": allowed is 1000 to 10000000");
    }
    Progress progress = new Progress(System.out, "collect");
    IntConsumer listener = done -> progress.at((double) done / transitions, done + " transitions");
    TransitionFile file = isCell ? cell(transitions, listener) : small(transitions, listener);
    progress.done();
    file.write(out);
    System.out.println("wrote " + out);
    return 0;
  }

  /** Number of transitions for a system's barrier, as in docs/learning.md. */
  public static int usual(String system) {
    return switch (system) {
      case DemoWorld.CELL -> 800_000;
      // With a fifth of them, states that no controller can hold are called safe.
      case "point-robot" -> 1_000_000;
      default -> 200_000;
    };
  }

  private TransitionFile small(int transitions, IntConsumer listener) {
    if (Systems.find(system).isEmpty()) {
      throw new ReinsException(
          "system is "
              + system
              + ": allowed is "
              + String.join(", ", CellFile.BUILT_IN)
              + ", "
              + Systems.names());
    }
    return new SystemRecorder(Systems.of(system)).record(transitions, seed, listener);
  }

  private TransitionFile cell(int transitions, IntConsumer listener) {
    return CellFile.read(system)
        .choose(arm -> arm(arm, transitions, listener), legs -> legs(legs, transitions, listener));
  }

  private TransitionFile legs(WalkCell read, int transitions, IntConsumer listener) {
    WalkCell cell = policyName == null ? read : read.withPolicy(policyName);
    try (OnnxPolicy policy = WalkCells.policy(cell)) {
      return WalkCells.recorder(cell, policy).record(transitions, seed, listener);
    }
  }

  private TransitionFile arm(Cell read, int transitions, IntConsumer listener) {
    Cell cell = policyName == null ? read : read.with(new PolicyChoice.Network(policyName));
    if (cell.world().zones().isEmpty()) {
      throw new ReinsException(
          system + ": zones is empty: without a zone there is nothing to learn a barrier for");
    }
    try (CellPolicy policy = CellPolicy.of(cell)) {
      return CellModels.recorder(cell, policy).record(transitions, seed, listener);
    }
  }
}

package org.reins.launch;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import org.reins.sim.ReachInterface;
import org.reins.sim.TransitionFile;
import org.reins.sim.ZoneRecorder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records transitions for a barrier. */
@Command(
    name = "collect",
    description = "Records transitions of mixed behaviours from the simulator into HDF5.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class CollectCommand implements Callable<Integer> {
  @Option(names = "--system", description = "What to record: panda-zone.")
  private String system = "panda-zone";

  @Option(names = "--out", required = true, description = "HDF5 file to write.")
  private Path out;

  @Option(names = "--transitions", description = "Transitions wanted, 1000 to 10000000.")
  private int transitions = 800_000;

  @Option(names = "--policy", description = "ONNX file of the policy among the behaviours.")
  private String policyName = Models.BUILT_IN;

  @Option(names = "--seed", description = "Seed; the same seed gives the same recording.")
  private long seed = 1;

  @Override
  public Integer call() {
    if (!system.equals("panda-zone")) {
      throw new ReinsException("system is " + system + ": allowed is panda-zone");
    }
    if (transitions < 1000 || transitions > 10_000_000) {
      throw new ReinsException("transitions is " + transitions + ": allowed is 1000 to 10000000");
    }
    RobotModel robot = RobotFiles.load("panda");
    ReachInterface reach = new ReachInterface(robot);
    Progress progress = new Progress(System.out, "collect");
    try (OnnxPolicy policy =
        new OnnxPolicy(
            policyName, Models.policy(policyName), reach.observationSize(), reach.actionSize())) {
      TransitionFile file =
          new ZoneRecorder(robot, policy)
              .record(
                  transitions,
                  seed,
                  done -> progress.at((double) done / transitions, done + " transitions"));
      progress.done();
      file.write(out);
    }
    System.out.println("wrote " + out);
    return 0;
  }
}
